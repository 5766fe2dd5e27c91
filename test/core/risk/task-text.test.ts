import { expect, test } from 'vitest';
import { noticeWords, taskNotice, taskWords } from '#core/risk/task-text.ts';

const notices = [
  taskNotice('TEST_VOID_DAY', { taken: '2026-11-22', retryOn: '2026-11-23' }),
  taskNotice('TEST_VOID_WINDOW', { taken: '2026-11-22', retryOn: '2027-02-01' }),
  taskNotice('LEVEL_ENDED', { day: '2026-11-22', said: '退休了' }),
  taskNotice('CALL_BACK', { product: '成长股票', rating: 'R4' }),
  taskNotice('WAIT_OVER', { product: '成长股票' }),
  taskNotice('RATING_CHANGED', { product: '成长股票', before: 'R3', after: 'R4' }),
  taskNotice('GUEST_REFUSED', { talk: '固收专场', eventId: 'e1', guest: '王晓明', products: '成长股票' }),
];

test('[RK112] a task that follows from facts is told in the language of the screen, with all it speaks of', () => {
  for (const text of notices) {
    const { eventId: _, ...shown } = JSON.parse(text.slice(text.indexOf('{'))) as Record<string, string>;
    const said = Object.values(shown);
    const [chinese, english] = [taskWords(text, 'zh-CN'), taskWords(text, 'en')];
    for (const words of [chinese, english]) {
      for (const value of said) expect(words).toContain(value);
      expect(words).not.toMatch(/[{}]|[A-Z]+_[A-Z]+/);
    }
    expect(chinese).not.toBe(english);
    const own = said.reduce((rest, value) => rest.replaceAll(value, ''), english);
    expect(own).not.toMatch(/\p{Script=Han}/u);
  }
});

test('[RK112] what somebody wrote stays as written, a code that is not known too', () => {
  for (const text of [
    '带上合同',
    '',
    'CALL_BACK',
    'CALL_BACK {oops}',
    'NEWER_CODE {"a":"b"}',
    'CALL_BACK {"product":1}',
  ]) {
    expect(noticeWords(text, 'en')).toBeNull();
    expect(taskWords(text, 'en')).toBe(text);
  }
});

test('[RK112] what a client told may be as long as a field takes, the task is still one', () => {
  const text = taskNotice('LEVEL_ENDED', { day: '2026-11-22', said: '"'.repeat(4000) });
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(noticeWords(text, 'en')).toContain('"""');
});
