import type { z } from 'zod';
import { managerFields } from '#core/assignments/manager.ts';
import { contactFields, contactUndoFields, taskFields } from '#core/calls/contact.ts';
import { phoneCallFields } from '#core/calls/phone-call.ts';
import {
  activityFields,
  clientFields,
  holdingFields,
  noteFields,
  revealFields,
  tagFields,
} from '#core/clients/client.ts';
import { deviceKeyFields } from '#core/compliance/device-key.ts';
import { consentFields } from '#core/consent/consent.ts';
import { contactOverrideFields } from '#core/consent/contact-override.ts';
import { contactVerdictFields } from '#core/consent/stored-verdict.ts';
import { eventArmFields } from '#core/events/arm.ts';
import { checkInFields, eventFields, guestFields } from '#core/events/event.ts';
import { guestMoveFields } from '#core/events/guest-move.ts';
import { guestNoteFields } from '#core/events/guest-note.ts';
import { eventPlanFields } from '#core/events/plan.ts';
import { eventSeriesFields, seriesEventFields } from '#core/events/series.ts';
import { messageFields } from '#core/messages/message.ts';
import { personalFactFields } from '#core/messages/personal-fact.ts';
import { messageReplyFields } from '#core/messages/reply.ts';
import { wechatFriendFields } from '#core/messages/wechat-friend.ts';
import { investorFactFields } from '#core/risk/investor-fact.ts';
import { productFields } from '#core/risk/product.ts';
import { ratingChangeFields } from '#core/risk/rating-change.ts';
import { riskTestFields } from '#core/risk/risk-test.ts';
import { ruleVersionFields } from '#core/risk/rule-version.ts';
import { signedRecordFields } from '#core/risk/signed-record.ts';
import { suitabilityStepFields, verdictFields } from '#core/risk/suitability-record.ts';
import { testAttemptFields } from '#core/risk/test-attempt.ts';
import { conflictDecisionFields, conflictFields } from '#core/sync/conflict.ts';

/**
 * How a kind of row merges:
 * `fields` — field by field, the later intent wins, the loser becomes a conflict;
 * `fact` — append-only: created once with a client-made id, never changed by a device;
 * `central` — written by the centre only, read-only on devices.
 */
export type MergeClass = 'fields' | 'fact' | 'central';

/** How a row's scope (who may see it) is found: all of the tenant, one client's people, one event's hosts. */
export type ScopeKind = 'tenant' | 'client' | 'event';

interface EntityDefinition {
  readonly fields: z.ZodObject;
  readonly merge: MergeClass;
  readonly scope: ScopeKind;
  /** The field that names the client or event of the scope; null where the row itself is that client or event. */
  readonly scopeField: string | null;
  /** Fields of a `fields` entity that only the centre may change; a device's write to them loses. */
  readonly centralFields: readonly string[];
  /** Order of arrival in a first sync: lower comes first. */
  readonly rank: number;
}

/** Every kind of row that travels between workstation and centre. The one list both sides read. */
export const entities = {
  /** Before products: nothing is judged by rules that are out of force. */
  ruleVersion: {
    fields: ruleVersionFields,
    merge: 'central',
    scope: 'tenant',
    scopeField: null,
    centralFields: [],
    rank: -1,
  },
  manager: {
    fields: managerFields,
    merge: 'central',
    scope: 'tenant',
    scopeField: null,
    centralFields: [],
    rank: 0,
  },
  product: {
    fields: productFields,
    merge: 'central',
    scope: 'tenant',
    scopeField: null,
    centralFields: [],
    rank: 1,
  },
  consent: {
    fields: consentFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 2,
  },
  task: {
    fields: taskFields,
    merge: 'fields',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 3,
  },
  client: {
    fields: clientFields,
    merge: 'fields',
    scope: 'client',
    scopeField: null,
    centralFields: ['ownerManagerId'],
    rank: 4,
  },
  event: {
    fields: eventFields,
    merge: 'fields',
    scope: 'event',
    scopeField: null,
    centralFields: [],
    rank: 5,
  },
  guest: {
    fields: guestFields,
    merge: 'fields',
    scope: 'event',
    scopeField: 'eventId',
    centralFields: [],
    rank: 6,
  },
  checkIn: {
    fields: checkInFields,
    merge: 'fact',
    scope: 'event',
    scopeField: 'eventId',
    centralFields: [],
    rank: 7,
  },
  riskTest: {
    fields: riskTestFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: ['voidedReason'],
    rank: 8,
  },
  holding: {
    fields: holdingFields,
    merge: 'central',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 9,
  },
  tag: {
    fields: tagFields,
    merge: 'fields',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 10,
  },
  contact: {
    fields: contactFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 11,
  },
  contactUndo: {
    fields: contactUndoFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 12,
  },
  note: {
    fields: noteFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 13,
  },
  activity: {
    fields: activityFields,
    merge: 'central',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 14,
  },
  reveal: {
    fields: revealFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 15,
  },
  conflict: {
    fields: conflictFields,
    merge: 'central',
    scope: 'client',
    scopeField: 'aboutScope',
    centralFields: [],
    rank: 16,
  },
  conflictDecision: {
    fields: conflictDecisionFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'aboutScope',
    centralFields: [],
    rank: 17,
  },
  verdict: {
    fields: verdictFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 18,
  },
  suitabilityStep: {
    fields: suitabilityStepFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 19,
  },
  testAttempt: {
    fields: testAttemptFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 20,
  },
  message: {
    fields: messageFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 21,
  },
  personalFact: {
    fields: personalFactFields,
    merge: 'fields',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 22,
  },
  wechatFriend: {
    fields: wechatFriendFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 23,
  },
  phoneCall: {
    fields: phoneCallFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 24,
  },
  investorFact: {
    fields: investorFactFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 25,
  },
  signedRecord: {
    fields: signedRecordFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 26,
  },
  ratingChange: {
    fields: ratingChangeFields,
    merge: 'central',
    scope: 'tenant',
    scopeField: null,
    centralFields: [],
    rank: 27,
  },
  contactVerdict: {
    fields: contactVerdictFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 28,
  },
  eventPlan: {
    fields: eventPlanFields,
    merge: 'fields',
    scope: 'event',
    scopeField: 'eventId',
    centralFields: [],
    rank: 29,
  },
  eventArm: {
    fields: eventArmFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 30,
  },
  eventSeries: {
    fields: eventSeriesFields,
    merge: 'fields',
    scope: 'tenant',
    scopeField: null,
    centralFields: [],
    rank: 31,
  },
  seriesEvent: {
    fields: seriesEventFields,
    merge: 'fields',
    scope: 'event',
    scopeField: 'eventId',
    centralFields: [],
    rank: 32,
  },
  guestNote: {
    fields: guestNoteFields,
    merge: 'fact',
    scope: 'event',
    scopeField: 'eventId',
    centralFields: [],
    rank: 33,
  },
  deviceKey: {
    fields: deviceKeyFields,
    merge: 'fact',
    scope: 'tenant',
    scopeField: null,
    centralFields: [],
    rank: 34,
  },
  contactOverride: {
    fields: contactOverrideFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 35,
  },
  messageReply: {
    fields: messageReplyFields,
    merge: 'fact',
    scope: 'client',
    scopeField: 'clientId',
    centralFields: [],
    rank: 36,
  },
  guestMove: {
    fields: guestMoveFields,
    merge: 'fact',
    scope: 'event',
    scopeField: 'eventId',
    centralFields: [],
    rank: 37,
  },
} as const satisfies Record<string, EntityDefinition>;

export type Entity = keyof typeof entities;
export type RowData<E extends Entity> = z.infer<(typeof entities)[E]['fields']>;

/** The kinds of rows in the order a first sync sends them. */
export const entityNames: readonly Entity[] = (Object.keys(entities) as Entity[]).sort(
  (a, b) => entities[a].rank - entities[b].rank,
);

/**
 * Returns the scope of a row: `tenant`, `client:<id>` or `event:<id>`.
 * A conflict and what was decided about it carry the scope of the row they are about.
 */
export function scopeOf(entity: Entity, id: string, data: Readonly<Record<string, unknown>>): string {
  const { scope, scopeField } = entities[entity];
  if (scope === 'tenant') return 'tenant';
  if (scopeField === 'aboutScope') return String(data[scopeField]);
  return `${scope}:${scopeField === null ? id : String(data[scopeField])}`;
}
