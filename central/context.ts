import type { Clock } from '#core/base/time.ts';
import type { NewId } from '#core/base/ids.ts';
import type { CentralStore } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import type { Schema } from '#central/sync/schema.ts';

/** What the centre works with: everything that is not a rule comes in here, so that the same seed does the same. */
export interface CentreContext {
  readonly store: CentralStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Returns that many random bytes, fit for secrets. */
  readonly randomBytes: (size: number) => Buffer;
  readonly schema: Schema;
  /** Told about a mutation that came twice with different content: a defect or a forgery. */
  readonly onHashMismatch: (author: Author, mid: string) => void;
}
