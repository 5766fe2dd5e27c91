import { z } from 'zod';
import type { Instant } from '#core/base/time.ts';
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

/** Rungs of the ladder from first notice to product talk, lowest first (S0.11). */
export const ladderRungs = ['ACTIVATED', 'TALKED', 'KEPT_UP', 'INVITED', 'PRODUCT_TALK'] as const;
const rungField = z.enum(ladderRungs);
export type LadderRung = z.infer<typeof rungField>;

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
  ladder: z.object({
    /** Days to wait after the rung below before this one. */
    restDays: z.record(rungField, z.int().min(0)),
    /** The rung a client must stand on before a channel is used for marketing without a reason given. */
    needs: z.partialRecord(channelField, rungField),
    /** Reasons offered for passing a rung over; others are given in words. */
    reasons: z.array(z.object({ 'zh-CN': z.string().min(1).max(60), en: z.string().min(1).max(60) })).max(9),
  }),
  /** Tags whose bearers get no marketing, with why (S1.10). */
  marketingFree: z.array(
    z.object({ tag: z.string().min(1).max(40), why: z.object({ 'zh-CN': z.string(), en: z.string() }) }),
  ),
});

export type ContactPolicy = z.infer<typeof contactPolicySchema>;
export type CapCode = z.infer<typeof capCode>;
export type Channel = z.infer<typeof channelField>;
export type Purpose = z.infer<typeof purposeField>;

/** The contact policy that ships: numbers a firm may change, with version and source (domain §3.7). */
export const contactPolicy: ContactPolicy = contactPolicySchema.parse(policyV1);

/**
 * Tells the policy that was in force at an instant: what was done under one is judged by it for ever. Where this program
 * cannot read that one, the last it can read before it, and says so.
 */
export type PolicyAt = (at: Instant) => { readonly content: ContactPolicy; readonly isReadable: boolean };
