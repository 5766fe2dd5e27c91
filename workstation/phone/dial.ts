import type { InferContractRouterInputs } from '@orpc/contract';
import type { contract } from '#core/api/contract.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Instant } from '#core/base/time.ts';
import { nationalDigits } from '#core/clients/phone.ts';
import type { ContactVerdict } from '#core/consent/contact-gate.ts';
import { callAsk } from '#workstation/calls/gate.ts';
import { judgeAsk, keepRefusal, readSubject, verdictToKeep, type Judged } from '#workstation/consent/gate.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import { commit, type Station } from '#workstation/station.ts';

type DialInput = InferContractRouterInputs<typeof contract>['phone']['dial'] & {
  readonly asService: boolean;
};
type DialFailure =
  | { readonly code: 'NOT_FOUND' | 'NO_NUMBER' }
  | { readonly code: 'BLOCKED'; readonly data: ContactVerdict & { readonly canServe: boolean } };

/**
 * Hands out the number of a client who may be called now. Who looked, when and for which way of dialling is on disk,
 * with the gate's verdict, before the number leaves.
 */
export function dialClient(
  station: Station,
  input: DialInput,
): Result<{ readonly number: string; readonly dialledAt: Instant }, DialFailure> {
  const subject = readSubject(station, input.clientId);
  if (!subject) return fail({ code: 'NOT_FOUND' });
  const { phone } = subject.client;
  if (phone === null) return fail({ code: 'NO_NUMBER' });
  const dialledAt = station.clock();
  const judged = judge(subject, input, dialledAt);
  if (!judged.verdict.allowed) {
    keepRefusal(station, { ...judged, contactId: null });
    const asService = judge(subject, { ...input, asService: true }, dialledAt);
    return fail({ code: 'BLOCKED', data: { ...judged.verdict, canServe: asService.verdict.allowed } });
  }
  const { clientId, way } = input;
  const { managerId } = station.me;
  const reveal = { clientId, managerId, field: 'PHONE', reason: way, revealedAt: dialledAt } as const;
  commit(station, 'call.dial', [
    { op: 'create', entity: 'reveal', id: station.newId(), data: reveal },
    ...verdictToKeep(station, judged),
  ]);
  return ok({ number: nationalDigits(phone), dialledAt });
}

function judge(subject: ContactSubject, input: DialInput, at: Instant): Judged {
  const taskKind = subject.openTasks.find(({ id }) => id === input.taskId)?.kind ?? null;
  const ask = callAsk(subject.book, { reason: input.reason, taskKind, asService: input.asService }, at);
  return { subject, ask, verdict: judgeAsk(subject, ask, at), at, contactId: input.contactId };
}
