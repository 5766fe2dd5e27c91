import type { InferContractRouterOutputs } from '@orpc/contract';
import type { clientsContract } from '#core/api/clients.ts';
import { contactBudget } from '#core/consent/caps.ts';
import { contactPolicyAt } from '#core/risk/rule-book.ts';
import { judgeAsk, readSubject } from '#workstation/consent/gate.ts';
import type { Station } from '#workstation/station.ts';

type Budget = InferContractRouterOutputs<typeof clientsContract>['budget'];

/** Channels a manager uses himself; invitations count as contacts of their own channel. */
const channels = ['PHONE', 'SMS', 'WECHAT', 'SALON'];

/**
 * Returns what is left of a client's contact budget, channel by channel, with the gate's answer for marketing there:
 * when a used-up budget opens again. Null where the client is not here.
 */
export function contactBudgetOf(station: Station, clientId: string): Budget | null {
  const now = station.clock();
  const subject = readSubject(station, clientId);
  if (!subject) return null;
  const { content: policy } = contactPolicyAt(subject.book, now);
  const lines = contactBudget({ contacts: subject.contacts, now, policy })
    .filter(({ channel }) => channels.includes(channel))
    .map((line) => ({
      ...line,
      verdict: judgeAsk(subject, { channel: line.channel, purpose: 'MARKETING', reason: 'MANUAL' }, now),
    }));
  return { now, lines };
}
