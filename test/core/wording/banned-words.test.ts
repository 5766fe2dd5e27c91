import { describe, expect, it } from 'vitest';
import { callScripts } from '#core/calls/script.ts';
import { checkWording } from '#core/wording/banned-words.ts';

const day = '2026-11-23';
const wordsIn = (text: string, on = day): string[] => checkWording(text, on).map(({ word }) => word);

describe('banned words', () => {
  it('[CQ33] finds each word of the policy with its severity, article and what to say instead', () => {
    for (const word of [
      '保本',
      '保息',
      '稳赚',
      '零风险',
      '无风险',
      '稳赚不赔',
      '高收益低风险',
      '保证收益',
      '内部额度',
      '最后机会',
      '秒到账',
      '低门槛',
    ]) {
      const [found, ...others] = checkWording(`这款产品${word}。`, day);
      expect(others).toEqual([]);
      expect(found).toMatchObject({ word, severity: 'FORBIDDEN', version: 1 });
      expect(found?.articles[0]?.['zh-CN']).toMatch(/条|规范/);
      expect(found?.advice.en.length).toBeGreaterThan(10);
    }
    expect(checkWording('业内第一', day)[0]?.severity).toBe('CAUTION');
  });

  it('[CQ33] takes the longest of overlapping words and says where each stands', () => {
    const text = '𠮷先生👍稳赚不赔，guaranteed return!';
    const found = checkWording(text, day);
    expect(found.map(({ word }) => word)).toEqual(['稳赚不赔', 'guaranteed return']);
    for (const { from, until, word } of found) expect(text.slice(from, until)).toBe(word);
  });

  it.each([
    ['保 本', '保 本'],
    ['保·本·保·息', '保·本·保·息'],
    ['零\u{200b}风险', '零\u{200b}风险'],
    ['０风险', '０风险'],
    ['ＲＩＳＫ－ＦＲＥＥ', 'ＲＩＳＫ－ＦＲＥＥ'],
    ['Risk free', 'Risk free'],
    ['保證收益', '保證收益'],
  ])('[CQ33] is not fooled by %j', (text, word) => {
    expect(wordsIn(`它是${text}的`)).toEqual([word]);
  });

  it.each([
    '本产品不保本，不保证收益',
    '请确保本人到场',
    '确保，本次活动按时开始',
    '社保本月已缴',
    '中低风险等级 R2',
    '打破刚性兑付',
    'This product is not risk-free.',
    'Please contact nowhere else; we are not without risk.',
    '她的低，风险他承担',
    '',
  ])('[CQ33] lets %j pass: a denial or another word', (text) => {
    expect(wordsIn(text)).toEqual([]);
  });

  it('[CQ33] knows a word from the day its rule is in force', () => {
    expect(wordsIn('低门槛', '2026-09-29')).toEqual([]);
    expect(wordsIn('低门槛', '2026-09-30')).toEqual(['低门槛']);
  });

  it('[CQ34] no shipped script holds a banned word, in either language', () => {
    const lines = Object.values(callScripts.scripts).flatMap((script) => script.lines);
    for (const line of lines) {
      expect(wordsIn(line['zh-CN'])).toEqual([]);
      expect(wordsIn(line.en)).toEqual([]);
    }
  });
});
