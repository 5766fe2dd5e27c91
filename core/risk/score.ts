import { fail, ok, type Result } from '#core/base/result.ts';
import type { Capacity, Level } from '#core/risk/level.ts';
import type { Bilingual, Sheet } from '#core/risk/sheet.ts';

/** Question key → option key. */
export type Answers = Readonly<Record<string, string>>;

export interface Score {
  /** Sum of points, 0 to the sheet's greatest. */
  readonly score: number;
  /** Level by the bands alone. */
  readonly bandLevel: Level;
  readonly level: Level;
  /** The firm's own rule that set a stricter level, if one did. */
  readonly forcedBy: string | null;
  /** Ids of contradictions between answers; they change no level, a supervisor looks at them. */
  readonly flags: readonly string[];
}

export interface AnswerFaults {
  readonly missing: string[];
  /** Questions or options this sheet does not have. */
  readonly unknown: string[];
}

/**
 * Scores a complete set of answers: points by option, level by band (domain §3.1), a stricter level by the
 * firm's policy where one is on. Fails with the questions that lack an answer this sheet knows.
 */
export function scoreSheet(sheet: Sheet, answers: Answers): Result<Score, AnswerFaults> {
  const faults = answerFaults(sheet, answers);
  if (faults.missing.length > 0 || faults.unknown.length > 0) return fail(faults);
  const score = sheet.questions.reduce((sum, one) => sum + (optionOf(one, answers)?.points ?? 0), 0);
  const band = sheet.bands.find(({ from, to }) => score >= from && score <= to);
  if (!band) throw new Error(`Score ${score} lies in no band of ${sheet.id} v${sheet.version}.`);
  const policy = sheet.forced.find((rule) => applies(rule, answers) && rule.level < band.level);
  return ok({
    score,
    bandLevel: band.level,
    level: policy?.level ?? band.level,
    forcedBy: policy?.id ?? null,
    flags: contradictionsIn(sheet, answers).map(({ id }) => id),
  });
}

/** Returns the contradictions between the answers given so far; whoever holds the device must not resolve them for the client. */
export function contradictionsIn(sheet: Sheet, answers: Answers): { id: string; text: Bilingual }[] {
  return sheet.contradictions
    .filter(({ all }) => all.every((one) => isChosen(one, answers)))
    .map(({ id, text }) => ({ id, text }));
}

/** True when the age answer holds the age; null where the sheet or the file does not say. */
export function ageAgrees(sheet: Sheet, answers: Answers, age: number | null): boolean | null {
  const asked = sheet.questions.find(({ key }) => key === sheet.ageQuestion);
  const picked = asked && optionOf(asked, answers);
  if (!picked || age === null) return null;
  return age >= (picked.ageFrom ?? 0) && age <= (picked.ageTo ?? Infinity);
}

/**
 * True for the lowest risk tolerance category of the fund side: among those rated C1, no full capacity or no
 * willingness to bear any loss (AMAC guideline 29). A C1 test of an unknown sheet counts as lowest.
 */
export function isLowestCategory(
  sheet: Sheet | null,
  test: { readonly level: Level; readonly capacity: Capacity; readonly answers: Answers },
): boolean {
  if (test.level !== 'C1') return false;
  if (!sheet || test.capacity !== 'FULL') return true;
  return sheet.lowestCategory.some((one) => isChosen(one, test.answers));
}

/**
 * Says whether a product's term fits what the client said of their horizon; null where the sheet or the answers do not
 * tell. What can be redeemed on any working day fits every horizon.
 */
export function termFits(
  sheet: Sheet | null,
  answers: Answers,
  termDays: number | null,
): 'MATCH' | 'MISMATCH' | null {
  if (!sheet?.horizon) return null;
  const upTo = sheet.horizon.termUpToDays[answers[sheet.horizon.question] ?? ''];
  if (upTo === undefined) return null;
  return upTo === null || termDays === null || termDays <= upTo ? 'MATCH' : 'MISMATCH';
}

/** Returns which questions lack an answer, and which answers this sheet does not know. */
export function answerFaults(sheet: Sheet, answers: Answers): AnswerFaults {
  const missing = sheet.questions.filter(({ key }) => !Object.hasOwn(answers, key)).map(({ key }) => key);
  const known = new Map(sheet.questions.map((one) => [one.key, one]));
  const unknown = Object.keys(answers).filter((key) => {
    const asked = known.get(key);
    return !asked || !optionOf(asked, answers);
  });
  return { missing, unknown };
}

function applies(rule: Sheet['forced'][number], answers: Answers): boolean {
  return rule.isOn && rule.when.some((one) => isChosen(one, answers));
}

function isChosen({ question, options }: Sheet['lowestCategory'][number], answers: Answers): boolean {
  return Object.hasOwn(answers, question) && options.includes(String(answers[question]));
}

function optionOf(
  question: Sheet['questions'][number],
  answers: Answers,
): Sheet['questions'][number]['options'][number] | undefined {
  return question.options.find(({ key }) => key === answers[question.key]);
}
