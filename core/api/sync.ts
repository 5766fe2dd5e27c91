import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';

export const syncStatus = z.object({
  phase: z.enum(['offline', 'syncing', 'synced', 'blocked']),
  /** Why it is offline or blocked, by code. */
  problem: z.string().nullable(),
  pending: z.int(),
  refused: z.int(),
  /** First sync or a long pull: rows done of all. */
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** When this workstation last held everything the centre had. */
  syncedAt: z.int().nullable(),
  /** Last comparison of both sides' digests. */
  proof: z.object({ at: z.int(), isEqual: z.boolean(), rows: z.int() }).nullable(),
});
export type SyncStatus = z.infer<typeof syncStatus>;

const outgoing = z.object({
  mid: z.string(),
  command: z.string(),
  entity: z.string(),
  rowId: z.string(),
  /** Name of the client or event it is about, where known here. */
  about: z.string().nullable(),
  at: z.int(),
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
        winner: z.string(),
        loser: z.string(),
        /** Names of the managers whose values these are; null for the centre itself and for people not known here. */
        winnerBy: z.string().nullable(),
        loserBy: z.string().nullable(),
        rule: z.string(),
        decidedAt: z.int(),
        /** False where the other value cannot be taken: the centre decides this field, or the row is gone. */
        canTake: z.boolean(),
      }),
    ),
  ),
  /** Takes the value that lost, as an ordinary change, or lets the winner stand; either way it leaves this list. */
  decideConflict: procedure.input(z.object({ id: z.string(), take: z.enum(['winner', 'loser']) })),
  /** Agrees that the centre may remove a large part of this copy; asked for by the problem MASS_REMOVAL. */
  allowRemoval: procedure,
  /** Compares digests with the centre now. */
  prove: procedure
    .errors({ OFFLINE: { message: 'The centre cannot be reached.' } })
    .output(z.object({ isEqual: z.boolean(), rows: z.int(), differing: z.array(z.string()) })),
};
