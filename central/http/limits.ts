import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { minuteMs, type Instant } from '#core/base/time.ts';

export interface Limits {
  /** Requests a minute of one device, or of one address that shows no token. */
  readonly perMinute: number;
  /** Tries a minute to enrol from one address. */
  readonly enrolPerMinute: number;
  /** Tries a minute to enrol into one branch from anywhere, so that codes cannot be guessed by many together. */
  readonly enrolPerBranchPerMinute: number;
}

export const defaultLimits: Limits = { perMinute: 3000, enrolPerMinute: 10, enrolPerBranchPerMinute: 60 };

/** The longest request body in bytes: 500 mutations of usual size with room to spare. */
export const bodyLimitBytes = 8 * 1024 * 1024;

/** Names who a request is counted for: the address, and the token it shows there. */
export function callerKey({ ip, headers }: FastifyRequest): string {
  const token = headers.authorization;
  return token ? `${ip} ${createHash('sha256').update(token).digest('base64url')}` : ip;
}

/** Counts tries by key within one minute; `take` is false once there were too many. */
export interface TryLimit {
  readonly take: (key: string, now: Instant) => boolean;
}

/** Returns a limit that forgets everything once a minute. */
export function createTryLimit(perMinute: number): TryLimit {
  let minute = 0;
  const tries = new Map<string, number>();
  return {
    take: (key, now) => {
      const current = Math.floor(now / minuteMs);
      if (current !== minute) tries.clear();
      minute = current;
      const count = (tries.get(key) ?? 0) + 1;
      tries.set(key, count);
      return count <= perMinute;
    },
  };
}
