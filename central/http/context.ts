import type { Logger } from 'pino';
import type { Centre } from '#central/centre.ts';
import type { TryLimit } from '#central/http/limits.ts';
import type { Metrics } from '#central/http/metrics.ts';

/** What procedures work with, made once at start. */
export interface Service {
  readonly centre: Centre;
  readonly adminTokenHash: Buffer;
  /** Tries to enrol, by branch. */
  readonly enrolTries: TryLimit;
  readonly metrics: {
    readonly mutations: Pick<Metrics['mutations'], 'inc'>;
    readonly rowsSent: Pick<Metrics['rowsSent'], 'inc'>;
  };
}

/** What one request brings to a procedure. */
export interface RequestContext {
  readonly service: Service;
  readonly authorization: string | undefined;
  readonly protocol: string | undefined;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}
