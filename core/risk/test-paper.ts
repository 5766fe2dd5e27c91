import { beijingText, type BusinessDay } from '#core/base/time.ts';
import { flagText } from '#core/risk/flags.ts';
import { paperWord, type Paper, type PaperBlock } from '#core/risk/paper.ts';
import { citationOf } from '#core/risk/finding.ts';
import { regimeOfSheet } from '#core/risk/sheet-purpose.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import { maxScore, type Bilingual, type Sheet } from '#core/risk/sheet.ts';
import { bookText, type Language } from '#core/risk/step-text.ts';
import type { Citation, SuitabilityRules } from '#core/risk/suitability.ts';
import type { TestAttemptFields } from '#core/risk/test-attempt.ts';

/** What the paper of a test rests on: the facts as they were when it was made. */
export interface TestOnPaper {
  readonly id: string;
  readonly test: RiskTestFields;
  /** Null for a test recorded without one: then it tells no times. */
  readonly attempt: TestAttemptFields | null;
  readonly sheet: Sheet;
  readonly client: { readonly name: string; readonly birthDay: BusinessDay | null };
  readonly managerName: string;
  readonly branchName: string;
  readonly rules: SuitabilityRules;
  readonly retainUntil: BusinessDay;
}

/** Returns what the record of a test says: who, how, every answer with its time, level, basis, signature (NFRA 29, 17). */
export function testPaper(one: TestOnPaper, language: Language): Paper {
  const word = (key: string, params: Record<string, string> = {}): string => paperWord(key, language, params);
  return {
    language,
    title: word('test.title'),
    subtitle: `${one.sheet.title[language]} · ${one.branchName}`,
    blocks: [
      { kind: 'pairs', pairs: aboutPairs(one, word) },
      { kind: 'heading', text: word('result') },
      { kind: 'pairs', pairs: resultPairs(one, word, language) },
      { kind: 'text', text: word('provisional') },
      ...flagBlocks(one, word, language),
      { kind: 'heading', text: word('declarations') },
      ...declarationBlocks(one, word, language),
      { kind: 'heading', text: word('answers') },
      {
        kind: 'table',
        head: ['', word('question'), word('answer'), word('seconds')],
        rows: answerRows(one, language),
      },
      { kind: 'heading', text: word('confirmed') },
      { kind: 'text', text: word('confirmed.text', { level: one.test.level }) },
      { kind: 'signature', label: word('signature.CLIENT') },
    ],
  };
}

type Word = (key: string, params?: Record<string, string>) => string;
type Pairs = [string, string][];

function aboutPairs({ id, test, client, sheet, ...one }: TestOnPaper, word: Word): Pairs {
  return [
    [word('client'), client.name],
    [word('birthDay'), client.birthDay ?? word('birthDay.none')],
    [word('capacity'), word(`capacity.${test.capacity}`)],
    [word('heldBy'), word(`heldBy.${test.heldBy}`)],
    [word('takenAt'), beijingText(test.takenAt)],
    [word('manager'), one.managerName],
    [word('sheet'), `${sheet.id} v${sheet.version}`],
    [word('rules'), one.rules.version],
    [word('number'), id],
    [word('clientId'), test.clientId],
  ];
}

function resultPairs(
  { test, sheet, rules, retainUntil }: TestOnPaper,
  word: Word,
  language: Language,
): Pairs {
  const { changedFrom, level, score } = test;
  const change = changedFrom ? word('changed.from', { from: changedFrom, to: level }) : word('changed.none');
  return [
    [word('level'), word(`level.${level}`)],
    [word('score'), word('score.of', { score: String(score), max: String(maxScore(sheet)) })],
    [word('changed'), change],
    [word('validThrough'), test.validThrough],
    [word('retainUntil'), retainUntil],
    [word('retestReason'), test.retestReason ?? word('none')],
    [word('basis'), bookText(basisOf(sheet, rules), language)],
  ];
}

/** NFRA 29 says how long a level counts; a sheet of the fund side alone rests on the firm's policy. */
function basisOf({ id }: Sheet, rules: SuitabilityRules): Citation {
  return citationOf({ rules, regime: regimeOfSheet(id, rules), kind: null }, 'RK28');
}

function flagBlocks({ test, sheet }: TestOnPaper, word: Word, language: Language): PaperBlock[] {
  if (test.flags.length === 0) return [];
  const texts = test.flags.map((id) => `· ${flagText(sheet, id).text[language]}`);
  return [
    { kind: 'heading', text: word('flags') },
    { kind: 'text', text: texts.join('\n') },
  ];
}

function declarationBlocks(
  { sheet, attempt, test }: TestOnPaper,
  word: Word,
  language: Language,
): PaperBlock[] {
  const isGiven: Readonly<Record<string, boolean>> = {
    consent: attempt?.hasConsented ?? false,
    truth: test.truthDeclared,
  };
  return sheet.declarations
    .filter(({ key }) => isGiven[key] === true)
    .map(({ text }) => ({ kind: 'text', text: `· ${text[language]} — ${word('declared')}` }));
}

function answerRows({ sheet, test, attempt }: TestOnPaper, language: Language): string[][] {
  return sheet.questions.map(({ key, text, options }, index) => {
    const chosen: Bilingual | undefined = options.find((option) => option.key === test.answers[key])?.text;
    const ms = attempt?.answerMs[key];
    const seconds = ms === undefined ? '—' : (ms / 1000).toFixed(1);
    return [String(index + 1), text[language], chosen?.[language] ?? '—', seconds];
  });
}
