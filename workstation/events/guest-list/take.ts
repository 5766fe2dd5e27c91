import type { JudgedGuestList } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { ListState, ListTarget } from '#core/events/guest-list/words.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { judgeGuestList, type JudgedRow } from '#workstation/events/guest-list/judge.ts';
import { readGuestList } from '#workstation/events/guest-list/read.ts';
import { runningEvent } from '#workstation/events/plan.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { commitAll, type Station } from '#workstation/station.ts';

/** A file and how it is to be taken. */
export interface ListWish {
  readonly eventId: Id;
  readonly columns: readonly ListTarget[] | null;
  readonly defaultState: ListState | null;
  readonly samePersonRows: readonly number[];
}

/** More rows of one command are judged by the centre slower than they are worth; a guest's rows stay together. */
const mostRowsOfCommand = 2000;

/**
 * Says what becomes of every row of a guest list and, where `isTaken`, writes it in the same breath: nothing that changed in
 * between is overlooked. Throws `UnreadableFileError`.
 */
export async function takeGuestList(
  station: Station,
  bytes: Uint8Array,
  { isTaken, ...wish }: ListWish & { readonly isTaken: boolean },
): Promise<Result<JudgedGuestList, 'NOT_FOUND' | 'EVENT_OVER' | 'NO_NAME_COLUMN'>> {
  const list = await readGuestList(bytes, wish.columns);
  if (!list.columns.some((target) => target === 'name' || target === 'phone' || target === 'ref'))
    return fail('NO_NAME_COLUMN');
  const event = runningEvent(station, wish.eventId);
  if (!event.ok) return event;
  const defaultState = wish.defaultState ?? (list.system === 'PRETIX' ? 'accepted' : 'invited');
  const rows = judgeGuestList(
    station,
    { id: wish.eventId, ...event.value },
    {
      drafts: list.drafts,
      wish: { defaultState, samePersonRows: new Set(wish.samePersonRows) },
      gate: productGate(station),
    },
  );
  if (isTaken) commitAll(station, 'guest.import', partsOf(rows));
  const { headers, columns, system } = list;
  return ok({
    headers,
    columns,
    system,
    defaultState,
    rows: rows.map(({ view }) => view),
    counts: countsOf(rows),
  });
}

function partsOf(rows: readonly JudgedRow[]): RowChange[][] {
  const parts: RowChange[][] = [[]];
  for (const { changes } of rows) {
    const last = parts.at(-1);
    if (last && last.length + changes.length <= mostRowsOfCommand) last.push(...changes);
    else parts.push([...changes]);
  }
  return parts;
}

function countsOf(rows: readonly JudgedRow[]): JudgedGuestList['counts'] {
  const count = (outcome: string) => rows.filter(({ view }) => view.outcome === outcome).length;
  const companions = rows.reduce((sum, { view }) => sum + view.companions, 0);
  return { new: count('NEW'), update: count('UPDATE'), same: count('SAME'), skip: count('SKIP'), companions };
}
