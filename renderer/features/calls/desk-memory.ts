/** What was begun with a client and is not logged yet: it outlives a look at another page. */
export interface Draft {
  readonly note: string;
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
}

/** What the desk remembers while its page is not shown; lives as long as the window. */
const memory = {
  currentId: null as string | null,
  trail: [] as readonly string[],
  /** Whom to come back to after a look at the risk test or the history. */
  leftFor: null as { readonly clientId: string; readonly name: string } | null,
};
const drafts = new Map<string, Draft>();

/** The name under which this window holds clients, so that another window passes them over. */
export const windowName: string = crypto.randomUUID();

/** Returns the client the desk showed last and those before. */
export function deskBefore(): { readonly currentId: string | null; readonly trail: readonly string[] } {
  return memory;
}

/** Remembers whom the desk shows and whom it showed before. */
export function rememberDesk(currentId: string | null, trail: readonly string[]): void {
  memory.currentId = currentId;
  memory.trail = trail;
}

/** Returns what was begun with a client and not logged; empty for whom nothing was. */
export function draftOf(clientId: string | null): Draft {
  return (clientId !== null && drafts.get(clientId)) || { note: '', startedAt: null, stoppedAt: null };
}

/** Keeps what was begun with a client; nothing is kept of nothing. */
export function keepDraft(clientId: string | null, { note, startedAt, stoppedAt }: Draft): void {
  if (clientId === null) return;
  if (note === '' && startedAt === null) drafts.delete(clientId);
  else drafts.set(clientId, { note, startedAt, stoppedAt });
}

/** Forgets what was begun with a client: it was logged. */
export function forgetDraft(clientId: string): void {
  drafts.delete(clientId);
}

/** Notes that the desk is left for a while to look at a client's other pages; null once it is back. */
export function leaveDeskFor(client: { readonly clientId: string; readonly name: string } | null): void {
  memory.leftFor = client;
}

/** Returns the client whose card the desk was left at. */
export function deskLeftAt(): { readonly clientId: string; readonly name: string } | null {
  return memory.leftFor;
}
