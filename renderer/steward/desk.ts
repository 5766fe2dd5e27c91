import type { Id, NewId } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import { doorWindowOf } from '#core/events/presence.ts';
import type { DoorVerdict } from '#core/events/scan.ts';
import { isEcho, type ScanMoment } from '#core/events/ticket.ts';
import type { StewardGuest } from '#core/venue/steward-roster.ts';
import { answerOf } from '#renderer/steward/answer.ts';
import { openStewardDoor, type Hash, type StewardDoor } from '#renderer/steward/door.ts';
import { exchangeAll } from '#renderer/steward/exchange.ts';
import { HubError, type HubProblem, type StewardHub } from '#renderer/steward/hub.ts';
import { ownFacts, stateOf, type StewardShown, type StewardState } from '#renderer/steward/state.ts';
import type { Kept, KeptFact, StewardStore } from '#renderer/steward/store.ts';
import { lastOwnEntry, undoFacts } from '#renderer/steward/take-back.ts';

/** What a steward's desk works with. */
export interface StewardParts {
  readonly store: StewardStore;
  readonly hub: StewardHub;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly hash: Hash;
  /** Called after every change of the state. */
  readonly onChange: () => void;
}

/** The desk of a helper: judges by itself, keeps what it notes, and exchanges with the hub while there is one. */
export interface StewardDesk {
  readonly state: () => StewardState;
  /** Answers what a scanner typed or the camera saw. */
  readonly scan: (typed: string) => Promise<void>;
  /** Lets in a guest found by search. */
  readonly admit: (guestId: Id) => Promise<void>;
  /** Takes back the last own entry that stands. */
  readonly undo: () => Promise<void>;
  readonly clear: () => void;
  readonly guests: () => readonly StewardGuest[];
  readonly isIn: (guestId: Id) => boolean;
  /** Pairs with a link's secret. Returns why not, or null. */
  readonly pair: (secret: string, name: string) => Promise<HubProblem | null>;
  /** Exchanges until nothing is left to say or hear; failures show in the state. */
  readonly sync: () => Promise<void>;
  /** Ends the session and wipes this browser. Refuses (false) while something is not handed on. */
  readonly leave: () => Promise<boolean>;
}

/** Opens the desk with what this browser kept. Rejects where the browser's database cannot be read. */
export async function openStewardDesk({
  store,
  hub,
  clock,
  newId,
  hash,
  onChange,
}: StewardParts): Promise<StewardDesk> {
  let kept: Kept = await store.read();
  let door: StewardDoor | null = doorOf();
  let link: StewardState['link'] = 'CONNECTING';
  let hasEnded = false;
  let shown: StewardShown | null = null;
  let lastScan: (ScanMoment & { readonly shown: StewardShown }) | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let syncing: Promise<void> | null = null;
  let again: Promise<void> | null = null;
  let state = stateNow();

  function doorOf(): StewardDoor | null {
    const { roster, session } = kept;
    if (!roster || roster.eventId !== session?.eventId) return null;
    return openStewardDoor(roster, kept.facts, hash);
  }
  function stateNow(): StewardState {
    return stateOf({ kept, door, link, hasEnded, shown });
  }
  const changed = (): void => {
    state = stateNow();
    onChange();
  };
  const show = (next: StewardShown | null): void => {
    shown = next;
    changed();
  };
  /** Durable first, then in memory: what is shown is on disk. */
  const keep = async (changes: Partial<Kept>): Promise<void> => {
    await store.write(changes);
    const facts = new Map([...kept.facts, ...(changes.facts ?? [])].map((fact) => [fact.id, fact]));
    const isNewRoster = changes.roster !== undefined || changes.session !== undefined;
    kept = { ...kept, ...changes, facts: [...facts.values()] };
    if (isNewRoster) door = doorOf();
    else door?.add(changes.facts ?? []);
  };
  const wipe = async (): Promise<void> => {
    const gone = kept.facts.filter(({ eventId }) => eventId === kept.session?.eventId);
    await store.wipe(gone.map(({ id }) => id));
    const left = kept.facts.filter((fact) => !gone.includes(fact));
    kept = { session: null, roster: null, heard: null, facts: left };
    door = null;
    shown = null;
    lastScan = null;
    hasEnded = true;
  };
  /** The time at the hub: nobody looks after a helper's clock, and it may stand in another year. */
  const now = (): number => clock() - (kept.heard?.clockAheadMs ?? 0);
  const write = async (
    facts: readonly Pick<KeptFact, 'guestId' | 'kind' | 'answers' | 'method'>[],
  ): Promise<KeptFact[]> => {
    const { session, roster } = kept;
    if (!session || !roster) return [];
    const made = facts.map((fact): KeptFact => ({
      ...fact,
      id: newId(),
      eventId: session.eventId,
      at: now(),
      desk: session.name,
      managerId: roster.managerId,
      overrideReason: null,
      isOwn: true,
      handing: 'WAITING',
    }));
    await keep({ facts: made });
    return made;
  };
  const settle = async (
    verdict: DoorVerdict,
    method: KeptFact['method'],
    isTicket: boolean,
  ): Promise<void> => {
    if (!door) return;
    if (kept.roster?.event.status === 'CLOSED') return show({ kind: 'failed', why: 'DOOR_CLOSED' });
    const draft = answerOf(door, verdict, isTicket);
    const { result, guest, entering } = draft;
    if (guest && (result === 'OK' || (result === 'ALREADY' && method === 'SCAN')))
      await write([{ guestId: guest.guestId, kind: 'IN', answers: entering, method }]);
    show({ kind: 'answer', answer: draft });
  };
  /** One after the other: a second scan is judged with the first one's fact. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = tail.then(work).catch(() => show({ kind: 'failed', why: 'NOT_SAVED' }));
    tail = turn;
    return turn;
  };
  const finish = async (): Promise<void> => {
    const { roster, session } = kept;
    if (!session || state.waiting > 0) return;
    const isOver =
      roster !== null && (roster.event.status === 'CLOSED' || now() > doorWindowOf(roster.event).until);
    if (isOver) await hub.leave().catch(() => undefined);
    if (isOver || !session.isOpen) await wipe();
  };
  const exchangeOnce = async (): Promise<void> => {
    try {
      await exchangeAll({ kept: () => kept, keep, hub, clock });
      link = 'CONNECTED';
    } catch (error) {
      const isOver = error instanceof HubError && error.problem === 'SESSION_ENDED';
      if (isOver && kept.session) await keep({ session: { ...kept.session, isOpen: false } });
      link = 'ALONE';
    }
    state = stateNow();
    await finish();
    changed();
  };
  /** While one exchange is under way, the next begins after it: what was noted meanwhile is said too. */
  const sync = (): Promise<void> => {
    if (!kept.session?.isOpen) return Promise.resolve();
    if (syncing) return (again ??= syncing.then(() => ((again = null), sync())));
    syncing = exchangeOnce().finally(() => {
      syncing = null;
    });
    return syncing;
  };
  const andSync =
    <Given extends unknown[]>(work: (...given: Given) => Promise<void>) =>
    async (...given: Given) => {
      await inTurn(() => work(...given));
      void sync();
    };

  return {
    state: () => state,
    guests: () => door?.guests ?? [],
    isIn: (guestId) => door?.presenceOf(guestId).isInRoom === true,
    clear: () => show(null),
    scan: andSync(async (typed: string) => {
      if (!door) return;
      const { verdict, code, isTicket } = await door.judgeScan(typed);
      const scan = { code, at: clock() };
      if (lastScan && isEcho(lastScan, scan)) {
        lastScan = { ...lastScan, at: scan.at };
        return show(lastScan.shown);
      }
      await settle(verdict, 'SCAN', isTicket);
      lastScan = shown && { ...scan, shown };
    }),
    admit: andSync(async (guestId: Id) => {
      const guest = door?.guestOf(guestId);
      if (door && guest) await settle(door.judge(guest), 'SEARCH', false);
    }),
    undo: andSync(async () => {
      const entry = door && lastOwnEntry(ownFacts(kept), door);
      if (!door || !entry) return;
      await write(undoFacts(ownFacts(kept), entry, door));
      lastScan = null;
      const { guestId } = entry;
      const name = door.guestOf(guestId)?.maskedName ?? '';
      show({ kind: 'undone', name, isStillIn: door.presenceOf(guestId).isInRoom });
    }),
    pair: async (secret, name) => {
      try {
        const { hubId, eventId, hubName, sessionId } = await hub.pair(secret, name);
        hasEnded = false;
        await keep({ session: { hubId, eventId, hubName, sessionId, name, isOpen: true } });
      } catch (error) {
        return error instanceof HubError ? error.problem : 'HUB_FAILED';
      }
      changed();
      await sync();
      return null;
    },
    sync,
    leave: async () => {
      await sync();
      if (state.waiting > 0) return false;
      await hub.leave().catch(() => undefined);
      await wipe();
      changed();
      return true;
    },
  };
}
