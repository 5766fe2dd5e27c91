import { z } from 'zod';
import { dialWays } from '#core/calls/phone-call.ts';
import {
  dayField,
  fenField,
  idField,
  instantField,
  lawfulBasisField,
  textField,
  tierField,
} from '#core/sync/fields.ts';

/** A client as both sides store it. The owner manager is changed by the centre only. */
export const clientFields = z.object({
  name: z.string().min(1).max(100),
  /** E.164, `+8613800000000`; null when the file gave none that can be dialled. */
  phone: z.string().max(20).nullable(),
  /** False after a wrong-number outcome: kept, shown, never dialled. */
  phoneUsable: z.boolean(),
  gender: z.enum(['F', 'M']).nullable(),
  birthDay: dayField.nullable(),
  city: z.string().max(60).nullable(),
  tier: tierField,
  ownerManagerId: idField,
  /** Where the client came from: `app`, `referral`, `meetup`, `import:<file>` … */
  source: z.string().max(120),
  /** Lawful basis of holding this person's data (PIPL 13), as stated at import or registration. */
  lawfulBasis: lawfulBasisField,
  registeredAt: instantField.nullable(),
  occupation: z.string().max(60).nullable(),
  incomeBand: z.enum(['LT10', '10_30', '30_50', '50_100', 'GT100']).nullable(),
  otherPlatforms: textField.nullable(),
  /** Balance stated in an imported file, when no holdings are known. */
  statedAssetsFen: fenField.nullable(),
  /** Full civil capacity, limited or none (NFRA 19); null = not asked yet. */
  capacity: z.enum(['FULL', 'LIMITED', 'NONE']).nullable(),
  /** Anything else an imported file carried, by its own column name. */
  extra: z.record(z.string(), z.string()),
});
export type ClientFields = z.infer<typeof clientFields>;

/** A tag set on a client by a person or a rule; removal is a tombstone. */
export const tagFields = z.object({
  clientId: idField,
  name: z.string().min(1).max(40),
  /** Who or what set it: a manager's id or a rule's id. */
  setBy: z.string().min(1).max(64),
  setAt: instantField,
  expiresAt: instantField.nullable(),
});

/** A manager's note: a fact, appended and never merged. */
export const noteFields = z.object({
  clientId: idField,
  managerId: idField,
  text: textField,
  writtenAt: instantField,
});

/** A logged look at masked data (the full phone number): who, when, why. `DIAL` is how older programs called every way to dial. */
export const revealFields = z.object({
  clientId: idField,
  managerId: idField,
  field: z.enum(['PHONE']),
  reason: z.enum(['DIAL', 'CHECK', 'EXPORT', ...dialWays]),
  revealedAt: instantField,
});

/** What a client holds of one product, as the centre last knew it. */
export const holdingFields = z.object({
  clientId: idField,
  productId: idField,
  amountFen: fenField,
  sinceDay: dayField,
  maturesOn: dayField.nullable(),
  asOf: instantField,
});
export type HoldingFields = z.infer<typeof holdingFields>;

/** Something the client did, recorded by the centre's own systems. */
export const activityFields = z.object({
  clientId: idField,
  kind: z.enum(['REGISTER', 'LOGIN', 'INVEST', 'REDEEM', 'MATURED', 'CARD_UNBOUND', 'POINTS_CASHED']),
  productId: idField.nullable(),
  amountFen: fenField.nullable(),
  happenedAt: instantField,
});
