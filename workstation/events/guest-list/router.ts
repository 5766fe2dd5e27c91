import type { JudgedGuestList } from '#core/api/event-guest-list.ts';
import type { Bytes } from '#core/api/imports.ts';
import type { FileProblem } from '#core/import/inspection.ts';
import { guestListRuns } from '#db/queries/guest-list-runs.ts';
import { os } from '#workstation/base.ts';
import { exportArrivals } from '#workstation/events/arrivals-file.ts';
import { undoGuestList } from '#workstation/events/guest-list/undo.ts';
import { takeGuestList, type ListWish } from '#workstation/events/guest-list/take.ts';
import { UnreadableFileError } from '#workstation/imports/staged-file.ts';
import type { Station } from '#workstation/station.ts';

const { guestList } = os.events;

/** Guests from a file of somebody else, and arrivals into one. */
export const guestListRouter = {
  preview: guestList.preview.handler(({ input, context, errors }) =>
    answer(context.station, { ...input, isTaken: false }, errors),
  ),
  take: guestList.take.handler(({ input, context, errors }) =>
    answer(context.station, { ...input, isTaken: true }, errors),
  ),
  runs: guestList.runs.handler(({ input, context }) =>
    guestListRuns(context.station.db, input.eventId).map(({ eventId: _eventId, ...run }) => run),
  ),
  undo: guestList.undo.handler(({ input, context, errors }) => {
    const undone = undoGuestList(context.station, input.runId);
    if (!undone.ok) throw errors[undone.error]();
    return undone.value;
  }),
  arrivals: guestList.arrivals.handler(async function* ({ input, context, errors }) {
    const pieces = exportArrivals(context.station, input);
    if (!pieces) throw errors.NOT_FOUND();
    yield* pieces;
  }),
};

interface Refusals {
  readonly NOT_FOUND: () => Error;
  readonly EVENT_OVER: () => Error;
  readonly NO_NAME_COLUMN: () => Error;
  readonly UNREADABLE: (about: { data: { problem: FileProblem } }) => Error;
}

async function answer(
  station: Station,
  { file, ...wish }: ListWish & { readonly file: Bytes; readonly isTaken: boolean },
  errors: Refusals,
): Promise<JudgedGuestList> {
  try {
    const taken = await takeGuestList(station, new Uint8Array(await file.arrayBuffer()), wish);
    if (!taken.ok) throw errors[taken.error]();
    return taken.value;
  } catch (error) {
    if (error instanceof UnreadableFileError) throw errors.UNREADABLE({ data: { problem: error.problem } });
    throw error;
  }
}
