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

/**
 * Returns the first push of a queue: whole groups in order, as many as the limits allow.
 * A single group above the limits is the one exception and goes up in pieces, since otherwise it never would.
 */
export function cutPush<Item extends { readonly group: string; readonly bytes: number }>(
  queue: readonly Item[],
  limits: PushLimits = pushLimits,
): Item[] {
  let rows = 0;
  let bytes = 0;
  let wholeGroups = 0;
  for (const [index, item] of queue.entries()) {
    if (index > 0 && item.group !== queue[index - 1]?.group) wholeGroups = index;
    rows += 1;
    bytes += item.bytes;
    if (rows > limits.rows || bytes > limits.bytes) return queue.slice(0, wholeGroups || Math.max(1, index));
  }
  return [...queue];
}
