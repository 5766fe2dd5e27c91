import type { Instant } from '#core/base/time.ts';
import type { SealedCounter } from '#central/store/shapes.ts';

/** The device a request comes from, as its token proves. Tenant and manager are never taken from input. */
export interface Author {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly managerId: string;
  /** The first of all devices this one was copied from: what any of them was answered holds for all. */
  readonly familyId: string;
  /** The last contact before the latest silence. */
  readonly contactFloor: Instant;
  /** The cursor position the device last presented. */
  readonly ackedSeq: number;
  readonly revokedAt: Instant | null;
  /** The tenant's counter as it stood when the request came. */
  readonly counter: SealedCounter;
}
