import type { TodayGroup, TodayItem } from '#core/api/today.ts';
import { noticeCodeOf, noticeValue } from '#core/risk/task-text.ts';

const ofTest = ['NO_TEST', 'TEST_EXPIRED', 'TEST_ENDED'];

/** An address, with its query. */
interface Place {
  readonly to: string;
  readonly search: Readonly<Record<string, string>>;
}

/** Returns where what stands on today's list is done; most of it by calling the client. Null where it leads nowhere. */
export function whereDone(group: TodayGroup, item: TodayItem): Place | null {
  const { clientId, eventId, taskKind, text } = item;
  if (eventId !== null) return { to: `/events/${eventId}`, search: {} };
  if (clientId === null) return null;
  const client = `/clients/${clientId}`;
  const isTestGap = group === 'GAPS' && text.split(',').some((gap) => ofTest.includes(gap));
  if (isTestGap || taskKind === 'RISK_TEST') return { to: `${client}/risk-test`, search: {} };
  if (group === 'GAPS' || item.over !== null) return { to: client, search: {} };
  if (taskKind === 'SUITABILITY') return suitabilityPlace(client, text);
  return { to: '/calls', search: { client: clientId } };
}

/** Told of a rating where holdings are, gone on with where verdicts are, a guest list put right at the event. */
function suitabilityPlace(client: string, text: string): Place {
  const event = noticeValue(text, 'eventId');
  if (event !== null) return { to: `/events/${event}`, search: {} };
  return { to: client, search: { tab: noticeCodeOf(text) === 'RATING_CHANGED' ? 'holdings' : 'risk' } };
}
