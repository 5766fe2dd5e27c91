import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '#core/base/time.ts';
import type { TryLimit } from '#central/http/limits.ts';
import type { Live } from '#central/http/live.ts';
import type { Metrics } from '#central/http/metrics.ts';

/** What the service works with, made once at start. */
export interface Service {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly metrics: Metrics;
  readonly adminTokenHash: Buffer;
  /** Tries to enrol, by branch. */
  readonly enrolTries: TryLimit;
  /** Told of every commit and revocation, so that devices hear of them at once. */
  readonly live: Pick<Live, 'committed' | 'revoked'>;
}

/** What one request brings to a procedure. */
export interface RequestContext {
  readonly service: Service;
  readonly authorization: string | undefined;
  readonly protocol: string | undefined;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}
