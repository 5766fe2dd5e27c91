import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysToBirthday } from '#core/calls/birthday.ts';
import { reasons } from '#core/calls/contact.ts';
import { callRules } from '#core/calls/dispositions.ts';
import { rankQueue, type QueueCandidate } from '#core/calls/queue.ts';
import { callScripts, fillScript } from '#core/calls/script.ts';

const candidate: fc.Arbitrary<QueueCandidate> = fc.record({
  clientId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  reason: fc.constantFrom(...reasons),
  urgency: fc.integer({ min: 0, max: 3 }),
  lastContactAt: fc.option(fc.integer({ min: 0, max: 2 })),
  taskId: fc.option(fc.constantFrom('t1', 't2')),
  taskKind: fc.constant(null),
  dueAt: fc.constant(null),
});

test('[CQ2] the order is the same however the candidates arrive', () => {
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (candidates, order) => {
      const keys = new Map(candidates.map((one) => [one, order.next().value ?? 0]));
      const shuffled = [...candidates].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
      expect(rankQueue(shuffled)).toEqual(rankQueue(candidates));
    }),
  );
});

test('[CQ2] ties go to the last contact longest ago, never called first, then to the id', () => {
  const base: QueueCandidate = {
    clientId: 'x',
    reason: 'FRESH',
    urgency: 0,
    lastContactAt: null,
    taskId: null,
    taskKind: null,
    dueAt: null,
  };
  const ranked = rankQueue([
    { ...base, clientId: 'd', lastContactAt: 5 },
    { ...base, clientId: 'c', lastContactAt: 5 },
    { ...base, clientId: 'b', lastContactAt: 4 },
    { ...base, clientId: 'a', lastContactAt: null },
  ]);
  expect(ranked.map(({ clientId }) => clientId)).toEqual(['a', 'b', 'c', 'd']);
});

test('[CQ1] each client stands once, under the reason that comes first', () => {
  const both = (['BIRTHDAY', 'MATURITY', 'FRESH'] as const).map((reason): QueueCandidate => ({
    clientId: 'a',
    reason,
    urgency: 0,
    lastContactAt: null,
    taskId: null,
    taskKind: null,
    dueAt: null,
  }));
  expect(rankQueue(both).map(({ reason }) => reason)).toEqual(['MATURITY']);
});

test('[CQ29] a birthday is found three days ahead, over the turn of the year', () => {
  expect(daysToBirthday('1980-01-02', '2026-12-30', 3)).toBe(3);
  expect(daysToBirthday('1980-01-03', '2026-12-30', 3)).toBeNull();
});

test('[CQ29] 29 February is celebrated on the 28th of a common year, on its day in a leap year', () => {
  expect(daysToBirthday('1988-02-29', '2027-02-28', 0)).toBe(0);
  expect(daysToBirthday('1988-02-29', '2028-02-28', 0)).toBeNull();
  expect(daysToBirthday('1988-02-29', '2028-02-29', 0)).toBe(0);
});

test('[CQ30] the fourteen outcomes have fourteen different keys', () => {
  const keys = callRules.dispositions.map(({ key }) => key);
  expect(new Set(keys).size).toBe(14);
  expect(keys.filter((key) => key.startsWith('Digit'))).toHaveLength(10);
});

test('[CQ28] every script fills in both languages without leaving a brace', () => {
  for (const reason of reasons) {
    const script = callScripts.scripts[reason];
    for (const language of ['zh-CN', 'en'] as const) {
      const none = fillScript(
        script,
        { name: '王晓明', title: '', branch: '示例支行', manager: '林若溪' },
        { language, day: '2026-11-23' },
      );
      expect(none.lines.length).toBeGreaterThan(0);
      expect(none.lines.map(({ text }) => text).join('')).not.toMatch(/[{}]/);
      expect(none.lines.length + none.leftOut.length).toBe(script.lines.length);
    }
  }
});
