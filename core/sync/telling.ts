import { maskPhone, type E164 } from '#core/clients/phone.ts';

/** One value of a change, as JSON. */
export interface ToldField {
  readonly field: string;
  readonly value: string;
}

/** What tells a person most about a new row of each kind; the rest is identities and copies. */
const telling: Readonly<Record<string, readonly string[]>> = {
  client: ['name', 'phone', 'city', 'tier'],
  task: ['kind', 'dueAt', 'text'],
  note: ['text'],
  tag: ['name'],
  contact: ['outcome', 'note'],
  phoneCall: ['way', 'answeredAt', 'endedAt'],
  consent: ['given', 'channel', 'purpose'],
  riskTest: ['level', 'takenAt'],
  testAttempt: ['level', 'shownAt'],
  verdict: ['action', 'judgedAt'],
  suitabilityStep: ['code', 'action'],
  message: ['channel', 'text'],
  personalFact: ['kind', 'text'],
  wechatFriend: ['account', 'isFriend'],
  investorFact: ['what', 'amountFen', 'documentDate'],
  signedRecord: ['about', 'madeAt'],
  contactVerdict: ['code', 'channel', 'judgedAt'],
  contactOverride: ['code', 'reason'],
  messageReply: ['isReply', 'recordedAt'],
  event: ['title', 'startsAt', 'venue'],
  eventPlan: ['costFen', 'holdoutPercent', 'speakers'],
  deviceKey: ['deviceName', 'publicKey'],
  eventArm: ['isInvited', 'drawnAt'],
  eventSeries: ['name', 'year'],
  seriesEvent: ['eventId', 'seriesId'],
  guestNote: ['kind', 'rating', 'text'],
  guestMove: ['fromState', 'toState', 'at'],
  guest: ['name', 'state'],
  checkIn: ['kind', 'at'],
};

/** Longer values say nothing in a list; a note is cut to this many characters. */
const mostCharacters = 200;

/**
 * Returns the values of a change that a person would name: of a patch all it sets, of a new row the telling ones.
 * Phone numbers are masked, since looking at one in full is logged elsewhere.
 */
export function tellingFields(
  entity: string,
  isPatch: boolean,
  values: Readonly<Record<string, unknown>>,
): ToldField[] {
  const fields = isPatch ? Object.keys(values) : (telling[entity] ?? []);
  return fields
    .filter((field) => values[field] !== undefined && (isPatch || values[field] !== ''))
    .map((field) => ({ field, value: JSON.stringify(shown(field, values[field])) }));
}

/** Returns a value as it may stand on a screen: phone numbers masked, long texts cut. */
export function shown(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (field === 'phone') return maskPhone(value as E164);
  return value.length > mostCharacters ? `${value.slice(0, mostCharacters)}…` : value;
}
