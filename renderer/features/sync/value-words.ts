import type { TFunction } from 'i18next';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

/** A value of a field, given as JSON. */
interface Told {
  readonly entity: string;
  readonly field: string;
  readonly json: string;
}

/** Where the words of a field's choices stand, by `entity.field` or by field. */
const choices: Readonly<Record<string, string>> = {
  tier: 'common:tier',
  gender: 'clients:gender',
  incomeBand: 'clients:incomeBand',
  'client.capacity': 'risk:capacity',
  'riskTest.capacity': 'risk:capacity',
  action: 'risk:action',
  'suitabilityStep.code': 'risk:step',
  lawfulBasis: 'clients:basis',
  outcome: 'calls:outcome',
  channel: 'clients:channel',
  purpose: 'clients:purpose',
  reason: 'calls:reasonName',
  state: 'events:standing',
  fromState: 'events:standing',
  toState: 'events:standing',
  'task.kind': 'calls:step',
  'task.status': 'sync:taskStatus',
  'event.status': 'events:status',
  'checkIn.kind': 'clients:checkIn',
};

/** Says a value the way its field is written elsewhere: money, times, tiers and other choices in words. */
export function valueWords(t: TFunction<'sync'>, { entity, field, json }: Told): string {
  const value = JSON.parse(json) as unknown;
  if (value === null || value === '') return t(emptyMeans[`${entity}.${field}`] ?? 'value.empty');
  if (field === 'given')
    return t(value === true ? 'clients:consent.given' : ('clients:consent.withdrawn' as never));
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (typeof value === 'number') return numberWords(field, value);
  if (typeof value === 'string') return choiceWords(t, `${entity}.${field}`, value);
  if (Array.isArray(value))
    return value.length === 0 ? t('value.empty') : t('value.list', { count: value.length });
  return recordWords(t, value as Record<string, unknown>);
}

const emptyMeans = {
  'consent.channel': 'value.allChannels',
  'consent.purpose': 'value.allPurposes',
} as Readonly<Record<string, 'value.allChannels' | 'value.allPurposes' | undefined>>;

function numberWords(field: string, value: number): string {
  if (field.endsWith('Fen')) return formatMoney(value);
  if (field.endsWith('At') || field === 'at') return formatDateTime(value);
  return String(value);
}

function choiceWords(t: TFunction<'sync'>, place: string, value: string): string {
  const words = choices[place] ?? choices[place.slice(place.indexOf('.') + 1)];
  if (place.endsWith('.level'))
    return `${value} ${t(`risk:level.${value}` as never, { defaultValue: '' })}`.trim();
  return words ? t(`${words}.${value}` as never, { defaultValue: value }) : value;
}

/** What an imported file carried by its own column names. */
function recordWords(t: TFunction<'sync'>, value: Record<string, unknown>): string {
  const members = Object.entries(value).map(([name, member]) => `${name}：${String(member)}`);
  return members.length === 0 ? t('value.empty') : members.join('；');
}
