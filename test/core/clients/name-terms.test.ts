import { describe, expect, test } from 'vitest';
import { foldName, nameTerms } from '#core/clients/name-terms.ts';

describe('nameTerms', () => {
  test('[CL5] a name is found by each character, each pair and the whole', () => {
    const terms = nameTerms('王小明');
    expect(terms.full).toBe('王小明');
    expect(terms.grams).toEqual(['王', '小', '明', '王小', '小明']);
  });

  test('[CL6] a name is found by pinyin, by the beginning of each syllable and by initials', () => {
    const terms = nameTerms('王小明');
    expect(terms.pinyin).toEqual(['wangxiaoming']);
    expect(terms.initials).toEqual(['wxm']);
    expect(terms.syllablePrefixes).toEqual(expect.arrayContaining(['w', 'wang', 'x', 'xiao', 'm', 'ming']));
  });

  test.each([
    ['单雄', 'shanxiong', 'danxiong'],
    ['仇英', 'qiuying', 'chouying'],
    ['曾敏', 'zengmin', 'cengmin'],
    ['查勇', 'zhayong', 'chayong'],
    ['解文', 'xiewen', 'jiewen'],
    ['重阳', 'chongyang', 'zhongyang'],
  ])('[CL7] the surname of %s is read %s first and %s too', (name, first, other) => {
    const { pinyin } = nameTerms(name);
    expect(pinyin[0]).toBe(first);
    expect(pinyin).toContain(other);
  });

  test.each([
    ['欧阳娜', 'ouyangna', 'oyn'],
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['令狐冲', 'linghuchong', 'lhc'],
  ])('[CL7] the compound surname of %s is read %s', (name, pinyin, initials) => {
    expect(nameTerms(name).pinyin[0]).toBe(pinyin);
    expect(nameTerms(name).initials[0]).toBe(initials);
  });

  test('[CL7] ü is found as keyboards and passports write it', () => {
    expect(nameTerms('吕布').pinyin).toEqual(['lvbu', 'lyubu']);
  });

  test('[CL8] dots, spaces, case, width and accents do not matter', () => {
    expect(foldName('买买提·艾力')).toBe('买买提艾力');
    expect(nameTerms('买买提·艾力').pinyin[0]).toBe('maimaitiaili');
    expect(nameTerms('José  SMITH').pinyin).toEqual(['josesmith']);
    expect(nameTerms('John Smith').initials).toEqual(['js']);
    expect(foldName('Ｏ’Brien')).toBe('obrien');
  });

  test('[CL8] a character outside the basic plane is one character', () => {
    expect(nameTerms('𠮷野').grams).toEqual(['𠮷', '野', '𠮷野']);
    expect(nameTerms('𠮷野').pinyin).toEqual(['ye']);
  });

  test('[CL8] a Latin word is not cut into pieces', () => {
    expect(nameTerms('Amy王').grams).toEqual(['王', 'y王']);
    expect(nameTerms('').full).toBe('');
  });
});
