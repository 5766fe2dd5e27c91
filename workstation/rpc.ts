import { onError, ORPCError } from '@orpc/server';
import type { StandardRPCHandlerOptions } from '@orpc/server/standard';
import type { RequestContext } from '#workstation/base.ts';

/** Takes one line about a bug behind a procedure; never personal data. */
export type BugLog = (line: string) => void;

/** Returns what every shell gives its RPC handler: bugs are logged by where they happened, not by what they carried. */
export function rpcOptions(log: BugLog): StandardRPCHandlerOptions<RequestContext> {
  return {
    interceptors: [
      onError((error) => {
        if (isToBeLogged(error)) log(describeBug(error));
      }),
    ],
  };
}

/** A bug, or a disk that refused: the screen is told what to do, the log why. */
function isToBeLogged(error: unknown): boolean {
  if (!(error instanceof ORPCError)) return true;
  return error.code === 'STORE_FAILED' || (!error.defined && error.status >= 500);
}

/** Names a bug without its message, which may quote a client's data. */
export function describeBug(error: unknown): string {
  const { name = 'Error', code, stack = '', cause } = error as Error & { code?: unknown };
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  const where = frames.slice(0, 4).map((line) => line.trim());
  const because = cause instanceof Error ? [`because of ${describeBug(cause)}`] : [];
  return [`${name}${code === undefined ? '' : ` ${String(code)}`}`, ...where, ...because].join(' | ');
}
