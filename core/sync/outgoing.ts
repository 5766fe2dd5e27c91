/** What the order of uploading looks at in a waiting intent; lists are oldest first. */
export interface Outgoing {
  readonly group: string;
  /** 0 = consent and do-not-contact, which go up before anything else. */
  readonly lane: number;
  /** Whose row it is about: `client:<id>` or `event:<id>`. */
  readonly scope: string;
}

/** What one push may carry (sync.md §2.7). */
export interface PushLimits {
  readonly rows: number;
  readonly bytes: number;
}

export const pushLimits: PushLimits = { rows: 500, bytes: 512 * 1024 };

/** What one group that goes up alone may reach: as much as the centre takes. */
export const groupLimits: PushLimits = { rows: 5_000, bytes: 6 * 1024 * 1024 };

/**
 * Returns the groups that must go first: those with a lane-0 intent, and every earlier group about the same
 * clients or events, since a withdrawal for a client the centre does not know yet would be refused.
 */
export function urgentGroups(waiting: readonly Outgoing[]): ReadonlySet<string> {
  const groups = new Map<string, Outgoing[]>();
  for (const item of waiting) {
    const members = groups.get(item.group);
    if (members) members.push(item);
    else groups.set(item.group, [item]);
  }
  const urgent = new Set<string>();
  const scopes = new Set<string>();
  for (const [group, members] of [...groups].toReversed()) {
    if (!members.some(({ lane, scope }) => lane === 0 || scopes.has(scope))) continue;
    urgent.add(group);
    for (const { scope } of members) scopes.add(scope);
  }
  return urgent;
}

/** What holding back looks at in a waiting intent, beside its order; lists are oldest first. */
export interface Holdable extends Outgoing {
  readonly entity: string;
  readonly id: string;
  readonly op: 'create' | 'patch' | 'delete';
  /** The schema of the centre that could not judge it; null where it was not held. */
  readonly heldSchema: number | null;
}

/**
 * Returns the groups that a centre of this schema cannot take yet: those it held, and every later group that changes a
 * row of theirs or belongs to a client or event they create. Everything else goes on.
 */
export function groupsHeldBack(waiting: readonly Holdable[], centralSchema: number): ReadonlySet<string> {
  const held = new Set<string>();
  const rows = new Set<string>();
  const scopes = new Set<string>();
  for (const [group, members] of Map.groupBy(waiting, ({ group }) => group)) {
    const isHeld = members.some(
      ({ entity, id, scope, heldSchema }) =>
        (heldSchema !== null && heldSchema >= centralSchema) ||
        rows.has(`${entity} ${id}`) ||
        scopes.has(scope),
    );
    if (!isHeld) continue;
    held.add(group);
    for (const { entity, id, op } of members) {
      rows.add(`${entity} ${id}`);
      if (op === 'create' && (entity === 'client' || entity === 'event')) scopes.add(`${entity}:${id}`);
    }
  }
  return held;
}

/**
 * Returns the first push of a queue: whole groups in order, as many as the limits allow. A single group above them goes
 * alone and whole; only one that even the centre's own limits would refuse goes up in pieces, since otherwise it never
 * would.
 */
export function cutPush<Item extends { readonly group: string; readonly bytes: number }>(
  queue: readonly Item[],
  limits: PushLimits = pushLimits,
  aloneLimits: PushLimits = groupLimits,
): Item[] {
  const whole = countWithin(queue, limits, true);
  if (whole > 0) return queue.slice(0, whole);
  const alone = queue.filter(({ group }) => group === queue[0]?.group);
  return alone.slice(0, countWithin(alone, aloneLimits, false) || 1);
}

/** Counts how many items from the front fit within limits; `isWhole`: only up to the end of a group. */
function countWithin(
  queue: readonly { readonly group: string; readonly bytes: number }[],
  limits: PushLimits,
  isWhole: boolean,
): number {
  let bytes = 0;
  let within = 0;
  for (const [index, item] of queue.entries()) {
    bytes += item.bytes;
    if (index + 1 > limits.rows || bytes > limits.bytes) break;
    if (!isWhole || item.group !== queue[index + 1]?.group) within = index + 1;
  }
  return within;
}
