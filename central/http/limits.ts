import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

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

/** Names the branch an enrolment code claims to be of. */
export function branchKey({ body }: FastifyRequest): string {
  const { code } = (body ?? {}) as { code?: unknown };
  return `branch ${String(code ?? '')
    .toUpperCase()
    .slice(0, 3)}`;
}
