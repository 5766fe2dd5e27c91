import { ORPCError } from '@orpc/client';

/** Why a round ended early, by the code the sync pill and screen put into words. */
export type ProblemCode =
  | 'UNREACHABLE'
  | 'CAPTIVE'
  | 'SERVER_ERROR'
  | 'REVOKED'
  | 'UNKNOWN_DEVICE'
  | 'CENTRAL_VERSION'
  | 'EPOCH_CHANGED'
  | 'BEHIND_HORIZON'
  | 'BAD_CURSOR'
  | 'FORKED'
  | 'CLOCK_WRONG'
  | 'MASS_REMOVAL'
  | 'STORE_FAILED'
  | 'DIFFERENT';

/** A round that cannot go on for a known reason. */
export class SyncProblem extends Error {
  readonly code: ProblemCode;
  constructor(code: ProblemCode, cause?: unknown) {
    super(`Sync stopped: ${code}.`, { cause });
    this.code = code;
  }
}

/** HTTP 511, Network Authentication Required. */
const networkSignInStatus = 511;

const codesOfErrors: Readonly<Record<string, ProblemCode>> = {
  // No device of this centre: it was restored to before the enrolment, or is another one. Nothing is erased for that.
  UNAUTHORIZED: 'UNKNOWN_DEVICE',
  REVOKED: 'REVOKED',
  PROTOCOL_MISMATCH: 'CENTRAL_VERSION',
  EPOCH_CHANGED: 'EPOCH_CHANGED',
  BEHIND_HORIZON: 'BEHIND_HORIZON',
  BAD_CURSOR: 'BAD_CURSOR',
  FORKED: 'FORKED',
};

/** Returns the problem behind whatever a round threw. */
export function problemOf(error: unknown): SyncProblem {
  if (error instanceof SyncProblem) return error;
  if (error instanceof ORPCError) {
    return new SyncProblem(codesOfErrors[String(error.code)] ?? 'SERVER_ERROR', error);
  }
  if (isStoreError(error)) return new SyncProblem('STORE_FAILED', error);
  return new SyncProblem(isNetworkError(error) ? 'UNREACHABLE' : 'SERVER_ERROR', error);
}

/** True when trying again by itself may help soon; false when a person must do something first. */
export function isPassing(code: ProblemCode): boolean {
  return code === 'UNREACHABLE' || code === 'CAPTIVE' || code === 'SERVER_ERROR';
}

/** True when whoever answered is no centre: a page that wants a sign-in or a payment, say. */
export function isForeign(error: unknown): boolean {
  if (!(error instanceof ORPCError)) return false;
  const { status, data } = error as { status: number; data: unknown };
  // The client passes on whole what it could not read as an answer of ours, headers included.
  const isUnread = typeof data === 'object' && data !== null && 'headers' in data;
  return isUnread && (status < 500 || status === networkSignInStatus);
}

/** True when the centre itself refused a whole request: nothing of it was taken. Anything less certain is no answer. */
export function isRefusedWhole(error: unknown): boolean {
  const codes = ['EPOCH_CHANGED', 'FORKED', 'REVOKED', 'UNAUTHORIZED', 'PROTOCOL_MISMATCH'];
  return isUnreadable(error) || (error instanceof ORPCError && codes.includes(String(error.code)));
}

/** True when the centre could not even read what was sent: sending the same again will not help. */
export function isUnreadable(error: unknown): boolean {
  const unreadable = ['BAD_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNPROCESSABLE_CONTENT'];
  return error instanceof ORPCError && unreadable.includes(String(error.code));
}

function isStoreError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_');
}

/** `fetch` reports every network failure as a TypeError; timeouts and aborts carry their names; a cut body has a cause. */
function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError || ['AbortError', 'TimeoutError'].includes(error.name)) return true;
  return error.cause !== undefined && isNetworkError(error.cause);
}
