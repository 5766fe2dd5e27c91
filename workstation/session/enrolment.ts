import { z } from 'zod';
import { writeSyncState } from '#db/changes/sync-state.ts';
import type { ReadableDb, WritableDb } from '#db/handles.ts';
import { readIdentity } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';

/** Who this store belongs to and how it reaches the centre; the token lies only inside the encrypted store. */
const savedEnrolment = z.object({
  centralUrl: z.string(),
  tenantId: z.string(),
  deviceId: z.string(),
  deviceToken: z.string(),
  deviceName: z.string(),
  managerId: z.string(),
  managerName: z.string(),
  branchName: z.string(),
  epoch: z.string(),
  /** The key this device believes rule versions by, pinned when it enrolled; null: it believes none. */
  ruleKey: z.string().nullable().default(null),
});
export type SavedEnrolment = z.infer<typeof savedEnrolment>;

/** Keeps the enrolment durably; a second one replaces the first. */
export function saveEnrolment(db: WritableDb, enrolment: SavedEnrolment): void {
  writeSyncState(db, 'enrolment', savedEnrolment.parse(enrolment));
}

/** Pins another key for rule versions, announced by the one pinned before. */
export function pinRuleKey(db: WritableDb, ruleKey: string): void {
  const saved = savedEnrolment.parse(readSyncState(db, 'enrolment'));
  writeSyncState(db, 'enrolment', { ...saved, ruleKey });
}

/** Reads the enrolment, with the identity a forked copy was given since; null in a store that was never enrolled. */
export function readEnrolment(db: ReadableDb): SavedEnrolment | null {
  const saved = savedEnrolment.nullable().parse(readSyncState(db, 'enrolment'));
  return saved && { ...saved, ...readIdentity(db) };
}
