import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDraft, isReviewed, type Draft } from '#core/messages/draft-check.ts';
import { fillText, missingFacts, type MessageFacts } from '#core/messages/fill-text.ts';
import { capacityOf, paceOf } from '#core/messages/limits.ts';
import { namedProducts } from '#core/messages/named-products.ts';
import { smsLength } from '#core/messages/sms-length.ts';
import { messageTextOf, messageTexts, messageTextsFor, type MessageText } from '#core/messages/texts.ts';
import { reasons } from '#core/calls/contact.ts';

const day = '2026-11-23';
const nothing: MessageFacts = {
  name: '王晓燕',
  title: '女士',
  branch: '示例支行',
  manager: '林若溪',
  venue: null,
  callbackAt: null,
  complaintDay: null,
  maturityDay: null,
  product: null,
  registeredDay: null,
  told: null,
  event: null,
  eventAt: null,
  salon: null,
  salonDay: null,
  invitedTo: null,
  invitedFor: null,
  missed: null,
  missedDay: null,
  holiday: null,
  levelThrough: null,
  birthday: null,
};
const everything: MessageFacts = {
  ...nothing,
  callbackAt: '11月25日10:00',
  complaintDay: '11月20日',
  maturityDay: '11月30日',
  product: '安心稳盈90天',
  registeredDay: '9月1日',
  told: '女儿今年高考',
  event: '家庭资产配置沙龙',
  eventAt: '11月28日14:00',
  salon: '冬日茶叙',
  salonDay: '11月20日',
  invitedTo: '新春沙龙',
  invitedFor: '12月5日14:00',
  missed: '秋日沙龙',
  missedDay: '11月18日',
  levelThrough: '2026年12月20日',
  holiday: '春节',
  birthday: '12月1日',
};

function textOf(id: string): MessageText {
  const found = messageTextOf(id);
  if (!found) throw new Error(`no text ${id}`);
  return found;
}

function draft(text: MessageText, changed: Partial<Draft> = {}): Draft {
  const filled = fillText(text, everything, 'zh-CN');
  return {
    text,
    channel: 'WECHAT',
    language: 'zh-CN',
    body: filled ?? '',
    filled,
    facts: everything,
    ...changed,
  };
}

const problemsOf = (text: MessageText, changed: Partial<Draft> = {}) =>
  checkDraft(draft(text, changed), day).problems;

test('[CQ62] every text needs a personal fact, and says each fact it needs in both languages', () => {
  for (const text of messageTexts.texts) {
    expect(text.needs.length).toBeGreaterThan(0);
    for (const code of text.needs) {
      expect(text.body['zh-CN']).toContain(`{${code}`);
      expect(text.body.en).toContain(`{${code}`);
    }
    expect(text.body['zh-CN']).toContain('{name}');
    expect(text.body.en).toContain('{name}');
  }
});

test('[CQ62] without the fact a text cannot be filled, and names what is missing', () => {
  for (const text of messageTexts.texts) {
    expect(missingFacts(text, nothing)).toEqual(text.needs);
    expect(fillText(text, nothing, 'zh-CN')).toBeNull();
    for (const language of ['zh-CN', 'en'] as const)
      expect(fillText(text, everything, language)).not.toMatch(/[{}|]/);
  }
});

test('[CQ62] each reason has a text on each channel', () => {
  for (const reason of reasons) {
    for (const channel of ['SMS', 'WECHAT'] as const)
      expect(messageTextsFor(reason, channel)[0]?.reason).toBe(reason);
  }
});

test('[CQ63] every reviewed text passes as it is shipped, in both languages and on its channels', () => {
  for (const text of messageTexts.texts.filter(({ reviewedOn }) => reviewedOn !== null)) {
    for (const channel of text.channels) {
      for (const language of ['zh-CN', 'en'] as const) {
        const filled = fillText(text, everything, language) ?? '';
        const check = checkDraft(draft(text, { channel, language, body: filled, filled }), day);
        expect({ id: text.id, channel, language, ...check, text: '', length: null }).toEqual({
          id: text.id,
          channel,
          language,
          text: '',
          length: null,
          isEdited: false,
          problems: [],
          words: [],
        });
      }
    }
  }
});

test('[CQ63] an unreviewed text, an edit of a fixed one and a banned word each leave nobody to answer for it', () => {
  const unreviewed = draft(textOf('manual-market-letter'));
  expect(checkDraft(unreviewed, day).problems).toEqual(['UNREVIEWED']);
  const fixed = textOf('golden-first-steps');
  expect(problemsOf(fixed)).toEqual([]);
  expect(problemsOf(fixed, { body: '王女士您好，您9月1日开户，快来吧' })).toEqual(['EDITED']);
  const care = textOf('manual-keep-in-touch');
  const promise = checkDraft(draft(care, { body: '王女士，女儿今年高考辛苦了。这款保 本，放心。' }), day);
  expect(promise.problems).toEqual(['FORBIDDEN_WORD']);
  expect(promise.words[0]?.articles.length).toBeGreaterThan(0);
  for (const check of [checkDraft(unreviewed, day), promise]) expect(isReviewed(check)).toBe(false);
});

test('[CQ63] an edit is checked again: a harmless one passes and is marked as edited', () => {
  const care = textOf('manual-keep-in-touch');
  const check = checkDraft(draft(care, { body: '王女士，女儿今年高考顺利吗？哪天方便聊聊？' }), day);
  expect(check.problems).toEqual([]);
  expect(check.isEdited).toBe(true);
});

test('[CQ62] words that lost the name or the fact are a mass message', () => {
  const care = textOf('manual-keep-in-touch');
  expect(problemsOf(care, { body: '王女士您好，近来可好？' })).toEqual(['NOT_PERSONAL']);
  expect(problemsOf(care, { body: '您好，女儿今年高考顺利吗？' })).toEqual(['NOT_PERSONAL']);
  expect(problemsOf(care, { body: '王晓燕您好，女儿今年高考顺利吗？' })).toEqual([]);
  expect(problemsOf(care, { body: ' ' })).toContain('EMPTY');
});

test('[CQ64] an SMS carries its way to refuse at the end, whatever was edited; WeChat does not', () => {
  const text = textOf('birthday-wish');
  const sms = checkDraft(draft(text, { channel: 'SMS', body: '王女士，12月1日生日快乐！' }), day);
  expect(sms.text).toBe('王女士，12月1日生日快乐！拒收请回复R');
  expect(sms.length?.used).toBe(sms.text.length);
  const wechat = checkDraft(draft(text), day);
  expect(wechat.text).not.toContain('拒收');
  expect(wechat.length).toBeNull();
});

test('[CQ64] an SMS has 70 Chinese characters, then 67 a part; 160 and 153 in plain Latin', () => {
  const chinese = (count: number) => smsLength('好'.repeat(count));
  expect(chinese(70)).toEqual({ used: 70, segments: 1, left: 0 });
  expect(chinese(71)).toEqual({ used: 71, segments: 2, left: 63 });
  expect(chinese(134).segments).toBe(2);
  expect(chinese(135).segments).toBe(3);
  expect(smsLength('a'.repeat(160)).segments).toBe(1);
  expect(smsLength('a'.repeat(161))).toEqual({ used: 161, segments: 2, left: 145 });
  expect(smsLength('a'.repeat(158) + '€').segments).toBe(1);
  expect(smsLength('a'.repeat(159) + '€').segments).toBe(2);
});

test('[CQ64] a rare character or an emoji takes two places and is never torn between parts', () => {
  expect(smsLength('𠮷'.repeat(35))).toEqual({ used: 70, segments: 1, left: 0 });
  // 33 pairs fill 66 of 67 places of a part.
  expect(smsLength('𠮷'.repeat(66)).segments).toBe(2);
  expect(smsLength('𠮷'.repeat(67)).segments).toBe(3);
  fc.assert(
    fc.property(fc.array(fc.constantFrom('好', '𠮷', '😀', 'a', '€'), { maxLength: 300 }), (chars) => {
      const { used, segments, left } = smsLength(chars.join(''));
      expect(left).toBeGreaterThanOrEqual(0);
      expect(segments).toBeGreaterThanOrEqual(Math.ceil(used / 160));
    }),
  );
});

test('[CQ64] more than three parts are too long', () => {
  const text = textOf('birthday-wish');
  const long = `王女士，12月1日快乐！${'好'.repeat(190)}`;
  expect(problemsOf(text, { channel: 'SMS', body: long })).toEqual(['TOO_LONG']);
});

test('[CQ65] a product is named by its name, by the words before its number, by its code, however it is typed', () => {
  const shelf = [
    { id: 'a', name: '安心稳盈90天', code: 'AX-WY90' },
    { id: 'b', name: '安心稳盈180天', code: 'AX-WY180' },
    { id: 'c', name: '安心权益两年', code: 'AX-QY720' },
  ];
  const ids = (text: string) => namedProducts(text, shelf).map(({ id }) => id);
  expect(ids('您的“安心 稳盈 90天”要到期了')).toEqual(['a', 'b']);
  expect(ids('安心稳盈不错')).toEqual(['a', 'b']);
  expect(ids('看看 ax-qy720')).toEqual(['c']);
  expect(ids('安心权益怎么样')).toEqual(['c']);
  expect(ids('请安心，权益受保护')).toEqual([]);
  expect(ids('一笔资金要到期了')).toEqual([]);
});

test('[CQ67] an account is amber from 90 %, red from 98 %, full at 5,000; WeCom goes on to 20,000', () => {
  const light = (count: number) => capacityOf('PERSONAL', count).light;
  expect([4499, 4500, 4899, 4900, 4999, 5000].map(light)).toEqual([
    'GREEN',
    'AMBER',
    'AMBER',
    'RED',
    'RED',
    'FULL',
  ]);
  expect(capacityOf('WECOM', 4900)).toMatchObject({ limit: 5000, light: 'RED' });
  expect(capacityOf('WECOM', 5000)).toMatchObject({ limit: 20_000, light: 'GREEN' });
  expect(capacityOf('WECOM', 20_000).light).toBe('FULL');
});

test('[CQ67] the pace is red at the safe pace of the hour or the day', () => {
  expect(paceOf('WECHAT', { hour: 15, day: 15 }).light).toBe('GREEN');
  expect(paceOf('WECHAT', { hour: 16, day: 16 }).light).toBe('AMBER');
  expect(paceOf('WECHAT', { hour: 20, day: 20 }).light).toBe('RED');
  expect(paceOf('WECHAT', { hour: 1, day: 80 }).light).toBe('RED');
});
