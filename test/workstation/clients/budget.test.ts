import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import { contactBudgetOf } from '#workstation/clients/budget.ts';
import { testDesk } from '#test/workstation/calls/desk.ts';

test('[CQ69] what is left of a client’s budget, channel by channel, with the time the next contact opens', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, [{}, { channel: 'WECHAT' }]);
  const line = (channel: string) =>
    contactBudgetOf(desk, clientId)?.lines.find((one) => one.channel === channel);
  expect(line('WECHAT')).toMatchObject({ today: 1, week: 3, month: 12, verdict: { code: 'OK' } });
  desk.addContact(clientId, desk.clock(), { channel: 'WECHAT', outcome: 'SENT' });
  expect(line('WECHAT')).toMatchObject({ today: 0, week: 2, month: 11, verdict: { code: 'CAP_DAY' } });
  const until = line('WECHAT')?.verdict.until ?? 0;
  expect(until).toBeGreaterThan(desk.clock());
  expect(until).toBeLessThan(desk.clock() + dayMs);
  expect(line('SMS')).toMatchObject({ today: 1, verdict: { code: 'NO_CONSENT', until: null } });
  expect(contactBudgetOf(desk, 'nobody')).toBeNull();
});
