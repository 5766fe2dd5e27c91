import { expect, test } from 'vitest';
import type { TodayGroup, TodayItem } from '#core/api/today.ts';
import { noDetail } from '#core/calls/candidates.ts';
import { taskNotice } from '#core/risk/task-text.ts';
import { whereDone } from '#renderer/features/today/where-done.ts';

const item: TodayItem = {
  clientId: 'c',
  eventId: null,
  name: '王晓明',
  tier: 'VIP',
  taskKind: null,
  text: '',
  detail: noDetail,
  over: null,
};
const notice = (taskKind: TodayItem['taskKind'], text: string): Partial<TodayItem> => ({ taskKind, text });
const talk = { talk: '固收专场', eventId: 'e1', guest: '王晓明', products: '成长股票' };

test.each<[string, TodayGroup, Partial<TodayItem>, string, object]>([
  ['a missing test', 'GAPS', { text: 'NO_OWNER,NO_TEST' }, '/clients/c/risk-test', {}],
  ['a level ended by a change', 'GAPS', { text: 'TEST_ENDED' }, '/clients/c/risk-test', {}],
  ['a missing fact', 'GAPS', { text: 'NO_BIRTH_DAY' }, '/clients/c', {}],
  ['a void test', 'TO_DO', notice('RISK_TEST', ''), '/clients/c/risk-test', {}],
  [
    'a change of rating',
    'TO_DO',
    notice('SUITABILITY', taskNotice('RATING_CHANGED', { product: 'p', before: 'R1', after: 'R2' })),
    '/clients/c',
    { tab: 'holdings' },
  ],
  [
    'a waiting time',
    'TO_DO',
    notice('SUITABILITY', taskNotice('WAIT_OVER', { product: 'p' })),
    '/clients/c',
    { tab: 'risk' },
  ],
  ['a refused guest', 'TO_DO', notice('SUITABILITY', taskNotice('GUEST_REFUSED', talk)), '/events/e1', {}],
  ['a call back', 'CALLBACKS', notice('CALLBACK', ''), '/calls', { client: 'c' }],
  ['a test that expires', 'TESTS', {}, '/calls', { client: 'c' }],
])('[RK115] Today leads from %s to where it is done', (_, group, over, to, search) => {
  expect(whereDone(group, { ...item, ...over })).toEqual({ to, search });
});
