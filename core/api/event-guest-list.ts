import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import type { Bytes } from '#core/api/imports.ts';
import { procedure } from '#core/api/procedure.ts';
import { namedProduct } from '#core/api/risk-verdict.ts';
import { gateCodes } from '#core/consent/contact-gate.ts';
import { guestStates } from '#core/events/event.ts';
import { listStates, listTargets } from '#core/events/guest-list/words.ts';
import { fileProblem } from '#core/import/inspection.ts';
import { idField } from '#core/sync/fields.ts';

/** A list of guests is small: what is larger is something else. */
export const guestListLimits = { fileBytes: 4 * 1024 * 1024, rows: 5000 } as const;

const fileField = z.custom<Bytes>((value) => {
  const { size, arrayBuffer } = (value ?? {}) as Partial<Bytes>;
  return typeof size === 'number' && size <= guestListLimits.fileBytes && typeof arrayBuffer === 'function';
});

const wish = z.object({
  eventId: idField,
  file: fileField,
  /** What each column holds; null lets the headers say. */
  columns: z.array(z.enum(listTargets)).max(1000).nullable(),
  /** The state of rows that name none; null lets the kind of list say. */
  defaultState: z.enum(listStates).nullable(),
  /** Rows whose phone is a client's of another name, and who are that client all the same. */
  samePersonRows: z.array(z.int()).max(guestListLimits.rows),
  /** By which a person knows the list again, should it be taken back. */
  fileName: z.string().max(200),
});

const row = z.object({
  rowNo: z.int(),
  name: z.string(),
  maskedPhone: z.string().nullable(),
  /** NEW and UPDATE are written, SAME has nothing to write, SKIP says why not. */
  outcome: z.enum(['NEW', 'UPDATE', 'SAME', 'SKIP']),
  reason: z
    .enum(['NO_NAME', 'BAD_PHONE', 'NAME_DIFFERS', 'DUPLICATE_ROW', 'SUITABILITY', 'LEFT_OUT', ...gateCodes])
    .exclude(['OK'])
    .nullable(),
  notes: z.array(
    z.enum([
      'CODE_REFUSED',
      'STATE_UNKNOWN',
      'CHECKED_IN_ELSEWHERE',
      'WAITLISTED',
      'STATE_KEPT',
      'COMPANIONS_WAIT',
      'COMPANIONS_REFUSED',
    ]),
  ),
  /** The client the guest is, or whose phone it is where the names differ. */
  clientName: z.string().nullable(),
  state: z.enum(guestStates).nullable(),
  seat: z.string().nullable(),
  companions: z.int(),
  hasForeignCode: z.boolean(),
  /** Products of the talk that this guest may not be told of. */
  products: z.array(namedProduct),
});
export type GuestListRow = z.infer<typeof row>;

const judged = z.object({
  system: z.enum(['PRETIX']).nullable(),
  headers: z.array(z.string()),
  columns: z.array(z.enum(listTargets)),
  defaultState: z.enum(listStates),
  rows: z.array(row),
  counts: z.object({ new: z.int(), update: z.int(), same: z.int(), skip: z.int(), companions: z.int() }),
  /** What takes the list back (`undo`); null where nothing was written. */
  runId: z.string().nullable(),
});
export type JudgedGuestList = z.infer<typeof judged>;

const run = z.object({
  id: z.string(),
  fileName: z.string(),
  takenAt: z.int(),
  created: z.int(),
  updated: z.int(),
  undoneAt: z.int().nullable(),
});
export type GuestListRunView = z.infer<typeof run>;

/** Why a guest is not taken back with the list: no longer there, came, noted, changed, with companions, with a host who stays. */
const staysReason = z.enum(['GONE', 'CAME', 'NOTED', 'CHANGED', 'BROUGHT', 'HOST_STAYS']);
export type StaysReason = z.infer<typeof staysReason>;

const undone = z.object({
  undone: z.int(),
  stays: z.array(z.object({ guestId: z.string(), name: z.string().nullable(), reason: staysReason })),
});
export type UndoneGuestList = z.infer<typeof undone>;

const list = procedure.errors({
  EVENT_OVER: { message: 'The event is closed or cancelled.' },
  UNREADABLE: { message: 'The file cannot be read.', data: z.object({ problem: fileProblem }) },
  NO_NAME_COLUMN: { message: 'No column of the file holds names, phones or customer numbers.' },
});

/** Guests from a file of somebody else, and arrivals into one. */
export const eventGuestListContract = {
  /** Says what would become of every row; writes nothing. */
  preview: list.input(wish).output(judged),
  /** Judges once more and writes; answers what became of every row. */
  take: list.input(wish).output(judged),
  /** The lists that this workstation took for an event, latest first. */
  runs: procedure.input(z.object({ eventId: idField })).output(z.array(run)),
  /** Takes a list back as a whole; whoever moved on since stays and is named. */
  undo: procedure
    .errors({ EVENT_OVER: { message: 'The event is closed or cancelled.' } })
    .input(z.object({ runId: idField }))
    .output(undone),
  /** Everyone on the list with how and when they came, as a file; full numbers are logged as reveals, one a client. */
  arrivals: procedure
    .input(
      z.object({
        eventId: idField,
        format: z.enum(['csv', 'xlsx']),
        language: z.enum(['zh-CN', 'en']),
        hasFullNumbers: z.boolean(),
      }),
    )
    .output(eventIterator(z.object({ rows: z.int(), total: z.int(), bytes: z.string() }))),
};
