import { expect, test } from 'vitest';
import { greetingDays, greetingYearsUntil, holidayNear } from '#core/messages/greeting-days.ts';
import { isPersonal } from '#core/messages/fill-text.ts';
import { repliesByKind } from '#core/messages/reply.ts';
import { messageTextOf, messageTexts } from '#core/messages/texts.ts';

test('[CQ85] Spring Festival is what the table says: 6 February 2027, 3 February 2030', () => {
  const dates = greetingDays.days.find(({ code }) => code === 'SPRING_FESTIVAL')?.dates;
  expect([dates?.[1], dates?.[4]]).toEqual(['2027-02-06', '2030-02-03']);
});

test('[CQ85] a holiday is near from two days before to one day after, and never beyond the table', () => {
  const names = ['2027-02-03', '2027-02-04', '2027-02-06', '2027-02-07', '2027-02-08'].map(
    (day) => holidayNear(day)?.name.en ?? null,
  );
  expect(names).toEqual([null, 'Spring Festival', 'Spring Festival', 'Spring Festival', null]);
  expect([greetingYearsUntil(), holidayNear('2031-01-01')]).toEqual([2030, null]);
});

test('[CQ86] a text without a fact of the client’s own cannot call itself personal', () => {
  const everybodys = messageTexts.texts.filter(({ needs }) => needs.every((code) => code === 'holiday'));
  expect(everybodys.map(({ id, kind }) => [id, kind])).toEqual([['holiday-greeting', 'MASS']]);
  const facts = { name: '王晓明', title: '先生', holiday: '春节' } as Parameters<typeof isPersonal>[2];
  const text = messageTextOf('holiday-greeting-personal');
  expect(text && isPersonal('各位客户，春节好！', text, facts)).toBe(false);
});

test('[CQ86] reply rates are told for each kind; a text nobody knows any more counts for none', () => {
  const counts = [
    { textId: 'fresh-hello', sent: 4, replied: 2 },
    { textId: 'birthday-wish', sent: 1, replied: 1 },
    { textId: 'holiday-greeting', sent: 10, replied: 1 },
    { textId: 'gone', sent: 9, replied: 9 },
  ];
  expect(repliesByKind(counts, (id) => messageTextOf(id)?.kind ?? null)).toEqual({
    PERSONAL: { sent: 5, replied: 3 },
    MASS: { sent: 10, replied: 1 },
  });
});
