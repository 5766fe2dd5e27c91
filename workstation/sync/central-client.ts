import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { centralContract, protocolVersion, type CentralContract } from '#core/sync/protocol.ts';

/** The centre as this device calls it, over whichever network it was made with. */
export type CentralClient = ContractRouterClient<CentralContract>;

export interface CentralAccess {
  readonly url: string;
  /** The device's token; a function where it may change (a fork); null before enrolment. */
  readonly token: string | (() => string) | null;
  readonly fetch?: typeof fetch;
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** Ends every call that is under way. */
  readonly signal?: AbortSignal;
}

const defaultTimeoutMs = 30_000;

/** Returns a typed client of the centre at an address. Calls throw on network failure, timeout and typed errors. */
export function createCentralClient(access: CentralAccess): CentralClient {
  const send = access.fetch ?? fetch;
  const link = new OpenAPILink(centralContract, {
    url: access.url,
    headers: () => ({
      'x-zhike-protocol': String(protocolVersion),
      // Node's fetch reads zstd but does not ask for it by itself.
      'accept-encoding': 'zstd, gzip',
      ...authorization(access),
    }),
    fetch: (request, init) => send(request, { ...init, signal: limit(access, request.signal) }),
  });
  return createORPCClient(link);
}

function limit({ timeoutMs = defaultTimeoutMs, signal }: CentralAccess, own: AbortSignal): AbortSignal {
  const signals = [own, AbortSignal.timeout(timeoutMs)];
  return AbortSignal.any(signal ? [...signals, signal] : signals);
}

function authorization({ token }: CentralAccess): { authorization?: string } {
  if (token === null) return {};
  return { authorization: `Bearer ${typeof token === 'string' ? token : token()}` };
}
