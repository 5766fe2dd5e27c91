import type { JudgedGuestList } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { ListState, ListTarget } from '#core/events/guest-list/words.ts';
import { keepGuestListRun } from '#db/changes/guest-list-run.ts';
import { judgeGuestList } from '#workstation/events/guest-list/judge.ts';
import type { JudgedRow } from '#workstation/events/guest-list/work.ts';
import { listedGuests } from '#workstation/events/guest-list/run.ts';
import { readGuestList } from '#workstation/events/guest-list/read.ts';
import { partsOf } from '#workstation/events/parts.ts';
import { runningEvent } from '#workstation/events/plan.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { commitAll, commitAllBeside, type Station } from '#workstation/station.ts';

/** A file and how it is to be taken. */
export interface ListWish {
  readonly eventId: Id;
  readonly columns: readonly ListTarget[] | null;
  readonly defaultState: ListState | null;
  readonly samePersonRows: readonly number[];
  readonly fileName: string;
}

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
  const runId = isTaken ? write(station, wish, rows) : null;
  const { headers, columns, system } = list;
  return ok({
    headers,
    columns,
    system,
    defaultState,
    rows: rows.map(({ view }) => view),
    counts: countsOf(rows),
    runId,
  });
}

/** Writes a list and keeps what takes it back; returns its id, or null where it had nothing to write. */
function write(
  station: Station,
  { eventId, fileName }: Pick<ListWish, 'eventId' | 'fileName'>,
  rows: readonly JudgedRow[],
): Id | null {
  const parts = partsOf(rows.map(({ changes }) => changes)).filter(({ length }) => length > 0);
  const guests = listedGuests(station, rows);
  const { new: created, update: updated } = countsOf(rows);
  if (guests.length === 0) {
    commitAll(station, 'guest.import', parts);
    return null;
  }
  const run = { id: station.newId(), eventId, fileName, takenAt: station.clock(), created, updated };
  commitAllBeside(station, { command: 'guest.import', parts }, (db) => keepGuestListRun(db, run, guests));
  return run.id;
}

function countsOf(rows: readonly JudgedRow[]): JudgedGuestList['counts'] {
  const count = (outcome: string) => rows.filter(({ view }) => view.outcome === outcome).length;
  const companions = rows.reduce((sum, { view }) => sum + view.companions, 0);
  return { new: count('NEW'), update: count('UPDATE'), same: count('SAME'), skip: count('SKIP'), companions };
}
