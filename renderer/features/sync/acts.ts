import type { ChangeState } from '#core/api/sync.ts';
import type { ToldField } from '#core/sync/telling.ts';

/** A change as the lists of the sync screen carry it. */
export interface OutgoingItem {
  readonly mid: string;
  readonly group: string;
  readonly command: string;
  readonly entity: string;
  readonly rowId: string;
  readonly about: string | null;
  readonly scope: string;
  readonly fields: readonly ToldField[];
  readonly at: number;
  readonly code: string | null;
  readonly detail: string | null;
  readonly state?: ChangeState;
  readonly answeredAt?: number | null;
}

/** One thing the manager did: all changes of one command. */
export interface Act {
  readonly key: string;
  readonly command: string;
  readonly entity: string;
  readonly at: number;
  /** Whom it is about: each client or event once, with what leads there. */
  readonly about: readonly { readonly scope: string; readonly name: string | null }[];
  readonly mids: readonly string[];
  readonly items: readonly OutgoingItem[];
  /** Why it was refused or is held: the cause itself, not "another part was refused". */
  readonly code: string | null;
  readonly detail: string | null;
  readonly state: ChangeState;
  readonly answeredAt: number | null;
}

const worstFirst: readonly ChangeState[] = ['refused', 'held', 'waiting', 'merged', 'stored'];

/** Puts the changes of one command together again, in the order in which the first of each is listed. */
export function toActs(items: readonly OutgoingItem[]): Act[] {
  const groups = new Map<string, OutgoingItem[]>();
  for (const item of items) {
    const key = item.group || item.mid;
    const members = groups.get(key);
    if (members) members.push(item);
    else groups.set(key, [item]);
  }
  return [...groups].map(([key, members]) => toAct(key, members));
}

function toAct(key: string, items: readonly OutgoingItem[]): Act {
  const [first] = items;
  if (!first) throw new Error('A group has at least one change.');
  const cause = items.find(({ code }) => code !== null && code !== 'GROUP_FAILED') ?? first;
  const names = new Map(items.map(({ scope, about }) => [scope || (about ?? ''), about]));
  const states = items.map(({ state }) => state ?? 'waiting');
  return {
    key,
    command: first.command,
    entity: first.entity,
    at: first.at,
    about: [...names].map(([scope, name]) => ({ scope, name })),
    mids: items.map(({ mid }) => mid),
    items,
    code: cause.code,
    detail: cause.detail,
    state: worstFirst.find((state) => states.includes(state)) ?? 'waiting',
    answeredAt: items.reduce<number | null>((last, { answeredAt = null }) => answeredAt ?? last, null),
  };
}
