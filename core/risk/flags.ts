import type { Bilingual, Sheet } from '#core/risk/sheet.ts';

/** What a supervisor looks at beside contradictions between answers. */
const general: Readonly<Record<string, Bilingual>> = {
  AGE_UNCHECKED: {
    'zh-CN': '档案中没有出生日期，年龄未能核对。',
    en: 'No birth date is on file, so the age could not be checked.',
  },
  SAME_SECOND: {
    'zh-CN': '有题目在展示后一秒之内就作答，可能没有读题。',
    en: 'A question was answered within a second of being shown: it may not have been read.',
  },
  LEVEL_LEFT: {
    'zh-CN': '此前十二个月内曾看到等级而未确认。',
    en: 'Within the twelve months before, a level was shown and left unconfirmed.',
  },
  CAPACITY_DIFFERS: {
    'zh-CN': '本次申报的民事行为能力与档案不一致，按较严者执行。',
    en: 'The civil capacity declared differs from the file; the stricter of the two applies.',
  },
};

/** Returns a flag's sentence; a flag of an unknown sheet is told by its id. */
export function flagText(sheet: Sheet | null, id: string): { id: string; text: Bilingual } {
  const text = general[id] ?? sheet?.contradictions.find((one) => one.id === id)?.text;
  return { id, text: text ?? { 'zh-CN': id, en: id } };
}
