import { ORPCError } from '@orpc/client';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { fail, ok, type Result } from '#core/base/result.ts';
import { protocolVersion, type CentralContract } from '#core/sync/protocol.ts';
import { createCentralClient, type CentralClient } from '#workstation/sync/central-client.ts';

/** What the centre gives a new device: who it is, whom it belongs to and its token. */
export type Enrolment = InferContractRouterOutputs<CentralContract>['enrol'];
export type EnrolFailure = 'CENTRAL_UNREACHABLE' | 'CENTRAL_VERSION' | 'CODE_REFUSED';

export interface EnrolRequest {
  readonly centralUrl: string;
  readonly code: string;
  readonly deviceName: string;
  readonly platform: string;
  readonly appVersion: string;
  readonly fetch?: typeof fetch;
}

const enrolTimeoutMs = 15_000;

/** Enrols this device with a one-time code. The code is spent only when the answer is a success. */
export async function enrolDevice(request: EnrolRequest): Promise<Result<Enrolment, EnrolFailure>> {
  const { centralUrl, code, deviceName, platform, appVersion } = request;
  try {
    const central = createCentralClient({
      url: centralUrl,
      token: null,
      fetch: request.fetch,
      timeoutMs: enrolTimeoutMs,
    });
    const refusal = await introduce(central);
    if (refusal) return fail(refusal);
    return ok(
      await central.enrol({
        code: code.trim(),
        deviceName,
        platform,
        appVersion,
        protocol: protocolVersion,
      }),
    );
  } catch (error) {
    return fail(failureOf(error));
  }
}

/** Asks who answers there before the code is sent: anything but a centre of this protocol gets nothing. */
async function introduce(central: CentralClient): Promise<EnrolFailure | null> {
  const info = await central.info();
  if (info?.product !== 'zhike-central') return 'CENTRAL_UNREACHABLE';
  return info.protocol === protocolVersion ? null : 'CENTRAL_VERSION';
}

function failureOf(error: unknown): EnrolFailure {
  const code = error instanceof ORPCError ? error.code : null;
  if (code === 'PROTOCOL_MISMATCH') return 'CENTRAL_VERSION';
  if (code === 'CODE_REFUSED' || code === 'BAD_REQUEST') return 'CODE_REFUSED';
  return 'CENTRAL_UNREACHABLE';
}
