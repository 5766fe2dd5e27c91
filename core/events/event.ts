import { z } from 'zod';
import { idField, instantField, textField } from '#core/sync/fields.ts';

/** A salon or meet-up. */
export const eventFields = z.object({
  title: z.string().min(1).max(120),
  city: z.string().max(60),
  venue: z.string().max(200),
  startsAt: instantField,
  endsAt: instantField,
  capacity: z.int().positive(),
  /** True when products will be named: the suitability gate then applies to invitations. */
  isProductTalk: z.boolean(),
  productIds: z.array(idField),
  hostManagerIds: z.array(idField).min(1),
  agenda: textField,
  status: z.enum(['PLANNED', 'OPEN', 'CLOSED', 'CANCELLED']),
  /**
   * The secret that seals this event's ticket codes (docs/decisions/0007): for workstations of its hosts only, never for
   * a screen, a file or a steward's desk. Made with the event and never changed; null for one made without.
   */
  ticketKey: z.string().max(64).nullable(),
});
export type EventFields = z.infer<typeof eventFields>;

/** The states of a guest (domain §3.10). */
export const guestStates = [
  'candidate',
  'invited',
  'accepted',
  'tentative',
  'declined',
  'no_reply',
  'waitlisted',
  'confirmed',
  'cancelled',
  'no_show',
  'followed_up',
  'walk_in',
] as const;
export type GuestState = (typeof guestStates)[number];

/** How a guest came onto the list; `IMPORT`: a list of somebody else's. */
export const invitedFrom = ['LIST', 'CALL', 'DOOR', 'PLUS_ONE', 'IMPORT'] as const;

/** A guest of one event. Presence is not a state here: it is folded from check-in facts. */
export const guestFields = z.object({
  eventId: idField,
  /** Null for a walk-in nobody knows yet and for plus-ones. */
  clientId: idField.nullable(),
  name: z.string().min(1).max(100),
  phone: z.string().max(20).nullable(),
  hostManagerId: idField,
  /** The guest who brought this plus-one. */
  plusOneOf: idField.nullable(),
  state: z.enum(guestStates),
  stateAt: instantField,
  /** When the invitation went out: caps and the baseline of the effect count from it; null where none did. */
  invitedAt: instantField.nullable(),
  /** What the code on the ticket says: random, no personal data; null until issued. */
  ticketCode: z.string().max(40).nullable(),
  /** Codes this ticket had before: a scan of one is answered REVOKED, never UNKNOWN. */
  revokedCodes: z.array(z.string().max(40)).max(20),
  /** The code of a ticket another system made (pretix), as scans are compared with it: capital letters and digits. */
  foreignCode: z.string().max(200).nullable(),
  /** Seat or table, in the host's words; null where nobody gave one. */
  seat: z.string().max(40).nullable(),
  invitedFrom: z.enum(invitedFrom),
});
export type GuestFields = z.infer<typeof guestFields>;

/** One entry, exit or undo at the door: a fact, merged by set union and folded in core/events. */
export const checkInFields = z.object({
  eventId: idField,
  guestId: idField,
  kind: z.enum(['IN', 'OUT', 'UNDO']),
  /**
   * The fact of the same guest this one is about: what an UNDO takes back; the entry an OUT ends;
   * the exit a re-entry follows, or the entry that a second scan was answered ALREADY with. Null for a first
   * entry and where the desk knew of nothing. Cause, not clock: folding needs no trust in a desk's time.
   */
  answers: idField.nullable(),
  at: instantField,
  desk: z.string().max(60),
  managerId: idField,
  method: z.enum(['SCAN', 'SEARCH', 'WALK_IN']),
  /** Why a guest who was not expected was let in ("admit anyway"). */
  overrideReason: textField.nullable(),
});
export type CheckInFields = z.infer<typeof checkInFields>;
