import type { Id } from '#core/base/ids.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';

/** One of several rows by which hosts who did not know of each other put the same client on an event's list. */
export interface DoubleRow extends Pick<GuestFields, 'state' | 'stateAt' | 'invitedAt'> {
  readonly id: Id;
  readonly hasEntered: boolean;
}

const unanswered: readonly GuestState[] = ['invited', 'no_reply'];

/**
 * Returns the row that stays of a client's several: who came in by it, else the latest answer, since a later answer
 * replaces an earlier one, else the earliest invitation; ties by id. It hangs on the rows alone: every device keeps the same.
 */
export function keptRow(rows: readonly [DoubleRow, ...DoubleRow[]]): DoubleRow {
  return rows.reduce((kept, row) => (isBefore(row, kept) ? row : kept));
}

function isBefore(a: DoubleRow, b: DoubleRow): boolean {
  if (a.hasEntered !== b.hasEntered) return a.hasEntered;
  const [isOpenA, isOpenB] = [unanswered.includes(a.state), unanswered.includes(b.state)];
  if (isOpenA !== isOpenB) return isOpenB;
  if (!isOpenA && a.stateAt !== b.stateAt) return a.stateAt > b.stateAt;
  const [fromA, fromB] = [a.invitedAt ?? Infinity, b.invitedAt ?? Infinity];
  return fromA === fromB ? a.id < b.id : fromA < fromB;
}
