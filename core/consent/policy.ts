import { z } from 'zod';
import { businessDayOf, type Instant } from '#core/base/time.ts';
import policyV1 from '#resources/contact-policy-v1.json' with { type: 'json' };
import { channelField, dayField, lawfulBasisField, purposeField } from '#core/sync/fields.ts';

/** Opening windows of one kind of day, as minutes since midnight in Shanghai: from (inclusive) to (exclusive). */
const windows = z.array(z.tuple([z.int().min(0), z.int().max(1440)]));
const hours = z.object({ workday: windows, restDay: windows });
const capCode = z.enum(['CAP_DAY', 'CAP_WEEK', 'CAP_MONTH']);

const channelPolicy = z.object({
  needsNumber: z.boolean(),
  /** Least pause after the last contact on this channel; more than this must have passed. */
  gapMinutes: z.int().min(0),
  hours: z.record(purposeField, hours),
  caps: z.array(
    z.object({
      code: capCode,
      counts: z.enum(['ATTEMPTS', 'REACHED_MARKETING']),
      max: z.int().positive(),
      /** `ALL` is a hard cap that a service contact may not pass either. */
      appliesTo: z.enum(['MARKETING', 'ALL']),
    }),
  ),
});

/** The shape of a contact policy, shipped or published. */
export const contactPolicySchema = z.object({
  id: z.literal('contact-policy'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  serviceNeedsNoEntryFor: z.array(lawfulBasisField),
  agreed: z.object({ earlyMinutes: z.int(), lateMinutes: z.int() }),
  windowDays: z.record(capCode, z.int().positive()),
  allMarketing: z.array(z.object({ code: capCode, max: z.int().positive() })),
  channels: z.record(channelField, channelPolicy),
});

export type ContactPolicy = z.infer<typeof contactPolicySchema>;
export type CapCode = z.infer<typeof capCode>;
export type Channel = z.infer<typeof channelField>;
export type Purpose = z.infer<typeof purposeField>;

/** Every policy ever in force, oldest first: what was done under one is judged by it for ever. */
const policies: readonly ContactPolicy[] = [contactPolicySchema.parse(policyV1)];

/** The newest contact policy: numbers a firm may change, with version and source (domain §3.7). */
export const contactPolicy: ContactPolicy = newestOf(policies);

/** Returns the policy that was in force at an instant; before all of them, the first. */
export function policyInForce(at: Instant, known: readonly ContactPolicy[] = policies): ContactPolicy {
  const day = businessDayOf(at);
  const begun = known.filter(({ effectiveFrom }) => effectiveFrom <= day);
  return newestOf(begun.length > 0 ? begun : known.slice(0, 1));
}

function newestOf(known: readonly ContactPolicy[]): ContactPolicy {
  const newest = known.at(-1);
  if (!newest) throw new Error('There is no contact policy.');
  return newest;
}
