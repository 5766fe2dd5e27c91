import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { protocolVersion, type CentralContract } from '#core/sync/protocol.ts';
import type { Centre } from '#central/centre.ts';
import { centralRouter } from '#central/http/router.ts';

export interface Connection {
  /** The device's token; null before enrolment. */
  readonly token: string | null;
  /** The protocol version the device speaks; this program's unless told otherwise. */
  readonly protocol?: number;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const uncounted = { inc: () => undefined };

/**
 * Returns a client of a centre in the same process: the procedures the service answers with, checks and errors
 * included, without HTTP. Nothing but promises carries a call. Rows are handed over as they are: copy what is changed.
 * Administration goes through `centre.admin`.
 */
export function connectInProcess(
  centre: Centre,
  { token, protocol = protocolVersion }: Connection,
): Omit<ContractRouterClient<CentralContract>, 'admin'> {
  const context = {
    service: {
      centre,
      adminTokenHash: Buffer.alloc(32),
      enrolTries: { take: () => true },
      metrics: { mutations: uncounted, rowsSent: uncounted },
    },
    authorization: token === null ? undefined : `Bearer ${token}`,
    protocol: String(protocol),
    log: silent,
  };
  return createRouterClient(centralRouter, { context });
}
