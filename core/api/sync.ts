import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { ownDevice } from '#core/sync/protocol.ts';

export const syncStatus = z.object({
  phase: z.enum(['offline', 'syncing', 'synced', 'blocked']),
  /** Why it is offline or blocked, by code. */
  problem: z.string().nullable(),
  pending: z.int(),
  refused: z.int(),
  /** Waiting changes that the centre cannot judge yet because it is older than this program. */
  held: z.int(),
  /** True while the centre can tell this workstation of news at once, without being asked. */
  isLive: z.boolean(),
  /** True while the manager asked to save data on this network. */
  isMetered: z.boolean(),
  /** First sync or a long pull: rows done of all. */
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** When this workstation last held everything the centre had. */
  syncedAt: z.int().nullable(),
  /** Last comparison of both sides' digests. */
  proof: z.object({ at: z.int(), isEqual: z.boolean(), rows: z.int() }).nullable(),
});
export type SyncStatus = z.infer<typeof syncStatus>;

/** What became of a change made here: waiting, held by an older centre, stored, stored with a conflict, or refused. */
export const changeState = z.enum(['waiting', 'held', 'stored', 'merged', 'refused']);
export type ChangeState = z.infer<typeof changeState>;

const outgoing = z.object({
  mid: z.string(),
  /** Changes of one command share it. */
  group: z.string().default(''),
  command: z.string(),
  entity: z.string(),
  rowId: z.string(),
  /** Name of the client or event it is about, where known here. */
  about: z.string().nullable(),
  /** Whose row it is: `client:<id>`, `event:<id>`, `tenant`; empty where this is not known here. */
  scope: z.string().default(''),
  /** What it says, in the fields that tell a person most; values are JSON, numbers of phones are masked. */
  fields: z.array(z.object({ field: z.string(), value: z.string() })).default([]),
  at: z.int(),
  /** Refused: the centre's reason. Waiting: why it is held, e.g. `NEWER_SCHEMA`; null where it merely waits. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
});

/** Where this workstation stands with the centre. */
export const syncContract = {
  status: procedure.output(syncStatus),
  now: procedure,
  waiting: procedure.output(z.array(outgoing)),
  refused: procedure.output(z.array(outgoing)),
  acknowledge: procedure.input(z.object({ mids: z.array(z.string()).min(1) })),
  conflicts: procedure.output(
    z.array(
      z.object({
        id: z.string(),
        entity: z.string(),
        rowId: z.string(),
        field: z.string(),
        about: z.string().nullable(),
        /** Whose row it is: `client:<id>` or `event:<id>`. */
        scope: z.string().default(''),
        winner: z.string(),
        loser: z.string(),
        /** Names of the managers whose values these are; null for the centre itself and for people not known here. */
        winnerBy: z.string().nullable(),
        loserBy: z.string().nullable(),
        /** Which of the two values was written on this device; null for neither. */
        writtenHere: z.enum(['winner', 'loser']).nullable().default(null),
        rule: z.string(),
        decidedAt: z.int(),
        /** False where the other value cannot be taken: the centre decides this field, or the row is gone. */
        canTake: z.boolean(),
      }),
    ),
  ),
  /** Takes the value that lost, as an ordinary change, or lets the winner stand; either way it leaves this list. */
  decideConflict: procedure.input(z.object({ id: z.string(), take: z.enum(['winner', 'loser']) })),
  /** Takes the latest decision back: the value that stood before returns as another change, and the conflict to its list. */
  undoDecision: procedure.input(z.object({ id: z.string() })),
  /** Agrees that the centre may remove a large part of this copy; asked for by the problem MASS_REMOVAL. */
  allowRemoval: procedure,
  /** The latest changes made here, newest first: what became of each, and when the centre answered. */
  changes: procedure
    .input(z.object({ limit: z.int().min(1).max(500).default(200) }))
    .output(z.array(outgoing.extend({ state: changeState, answeredAt: z.int().nullable() }))),
  /** "Has the centre got it?" for rows on screen; a row that was never changed here is left out. */
  statesOf: procedure
    .input(z.object({ rows: z.array(z.object({ entity: z.string(), id: z.string() })).max(500) }))
    .output(z.array(z.object({ entity: z.string(), id: z.string(), state: changeState }))),
  /** Offers refused changes again as new ones, on the rows as they now stand. */
  offerAgain: procedure.input(z.object({ mids: z.array(z.string()).min(1) })),
  /** This manager's devices, as the centre knows them. */
  devices: procedure
    .errors({ OFFLINE: { message: 'The centre cannot be reached.' } })
    .output(z.array(ownDevice)),
  /** Opens a calendar of this manager's salons to subscribe to; the address is the key, and is shown once. */
  openCalendar: procedure
    .errors({ OFFLINE: { message: 'The centre cannot be reached.' } })
    .input(z.object({ name: z.string().trim().min(1).max(60) }))
    .output(z.object({ url: z.string() })),
  /** Revokes another device of this manager: it may hand in what it holds and must erase its copy. */
  revokeDevice: procedure
    .errors({ OFFLINE: { message: 'The centre cannot be reached.' } })
    .input(z.object({ deviceId: z.string() })),
  /** Recomputes every row's hash, compares with the centre and replaces exactly the rows that differ. */
  repair: procedure
    .errors({ OFFLINE: { message: 'The centre cannot be reached.' } })
    .output(z.object({ isEqual: z.boolean(), rows: z.int(), replaced: z.int(), removed: z.int() })),
  /** Asks the centre for everything anew; what waits to be uploaded stays. */
  rebuild: procedure,
  /** Saves data: uploads at once, downloads rarely and without a live line. Kept on this device. */
  setMetered: procedure.input(z.object({ isMetered: z.boolean() })),
  /** Compares digests with the centre now. */
  prove: procedure
    .errors({ OFFLINE: { message: 'The centre cannot be reached.' } })
    .output(z.object({ isEqual: z.boolean(), rows: z.int(), differing: z.array(z.string()) })),
};
