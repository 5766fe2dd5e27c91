import { z } from 'zod';
import { dayField, levelField } from '#core/sync/fields.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof bilingual>;

const option = z.object({
  key: z.string().min(1).max(40),
  text: bilingual,
  points: z.int().min(0),
  /** Completed years this option stands for; no `ageTo` = and over. Only on the age question. */
  ageFrom: z.int().min(0).optional(),
  ageTo: z.int().min(0).optional(),
});
const question = z.object({
  key: z.string().min(1).max(40),
  text: bilingual,
  options: z.array(option).min(2),
});
const chosen = z.object({ question: z.string(), options: z.array(z.string()).min(1) });
const band = z.object({ level: levelField, from: z.int().min(0), to: z.int().min(0) });

/** A questionnaire as data: questions, points, bands and the checks on its answers, all of one version. */
const sheetFields = z.object({
  id: z.string().min(1).max(60),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  title: bilingual,
  /** Scores to levels, both ends inclusive. */
  bands: z.array(band).min(1),
  /** Key of the question whose options carry age ranges; null where the sheet asks no age. */
  ageQuestion: z.string().nullable(),
  /** Which question tells for how long money can be tied up: days a term may have by option, null = any. */
  horizon: z
    .object({ question: z.string(), termUpToDays: z.record(z.string(), z.int().positive().nullable()) })
    .nullable()
    .default(null),
  questions: z.array(question).min(1),
  /** The firm's own stricter rules: any of `when` sets the level. Never cited as law. */
  forced: z.array(
    z.object({
      id: z.string().max(60),
      isOn: z.boolean(),
      when: z.array(chosen).min(1),
      level: levelField,
      book: z.literal('POLICY'),
      text: bilingual,
    }),
  ),
  /** Answers that say "no willingness to bear any loss": with C1, the lowest category of the fund side. */
  lowestCategory: z.array(chosen),
  contradictions: z.array(z.object({ id: z.string().max(60), all: z.array(chosen).min(2), text: bilingual })),
  declarations: z.array(z.object({ key: z.string(), text: bilingual })),
});
export type Sheet = z.infer<typeof sheetFields>;
type Chosen = z.infer<typeof chosen>;

/** Returns what is wrong with a sheet, one sentence each; empty when it may be used. */
export function validateSheet(sheet: Sheet): string[] {
  return [...wrongKeys(sheet), ...wrongBands(sheet), ...wrongAges(sheet), ...wrongReferences(sheet)];
}

/** Parses and validates a sheet; throws with every fault named, so that no device scores with a broken one. */
export function parseSheet(data: unknown): Sheet {
  const sheet = sheetFields.parse(data);
  const faults = validateSheet(sheet);
  if (faults.length > 0) throw new Error(`Sheet ${sheet.id} v${sheet.version}: ${faults.join(' ')}`);
  return sheet;
}

/** Returns the greatest score the sheet can give, in points. */
export function maxScore(sheet: Sheet): number {
  return sheet.questions.reduce(
    (sum, { options }) => sum + Math.max(...options.map(({ points }) => points)),
    0,
  );
}

function wrongKeys({ questions }: Sheet): string[] {
  const faults = repeated(questions.map(({ key }) => key)).map(
    (key) => `Question key "${key}" is used twice.`,
  );
  for (const { key, options } of questions)
    for (const twice of repeated(options.map((one) => one.key)))
      faults.push(`Question "${key}" has two options "${twice}".`);
  return faults;
}

function wrongBands(sheet: Sheet): string[] {
  const faults: string[] = [];
  let next = 0;
  for (const { level, from, to } of sheet.bands) {
    if (to < from) faults.push(`Band ${level} ends at ${to} before it starts at ${from}.`);
    if (from > next) faults.push(`Scores ${next} to ${from - 1} lie in no band.`);
    if (from < next) faults.push(`Band ${level} starts at ${from} inside the band before.`);
    next = Math.max(next, to + 1);
  }
  const max = maxScore(sheet);
  if (next <= max) faults.push(`Scores ${next} to ${max} lie in no band.`);
  if (next > max + 1) faults.push(`The last band ends at ${next - 1}, above the greatest score ${max}.`);
  const levels = sheet.bands.map(({ level }) => level);
  if (repeated(levels).length > 0 || [...levels].sort().join('') !== levels.join(''))
    faults.push('Band levels must rise and be unique.');
  if (levels.length < 5) faults.push('There must be at least five levels (NFRA 29).');
  return faults;
}

function wrongAges({ ageQuestion, questions }: Sheet): string[] {
  if (ageQuestion === null) return [];
  const asked = questions.find(({ key }) => key === ageQuestion);
  if (!asked) return [`The age question "${ageQuestion}" does not exist.`];
  return asked.options
    .filter(({ ageFrom }) => ageFrom === undefined)
    .map(({ key }) => `Age option "${key}" has no age range.`);
}

function wrongReferences(sheet: Sheet): string[] {
  const { horizon } = sheet;
  const referred = [
    ...(horizon ? [{ question: horizon.question, options: Object.keys(horizon.termUpToDays) }] : []),
    ...sheet.forced.flatMap(({ when }) => when),
    ...sheet.lowestCategory,
    ...sheet.contradictions.flatMap(({ all }) => all),
  ];
  return referred.flatMap((one) => wrongReference(sheet, one));
}

function wrongReference({ questions }: Sheet, { question: key, options }: Chosen): string[] {
  const asked = questions.find((one) => one.key === key);
  if (!asked) return [`A rule refers to question "${key}", which does not exist.`];
  const known = new Set(asked.options.map((one) => one.key));
  return options
    .filter((one) => !known.has(one))
    .map((one) => `A rule refers to option "${one}" of "${key}", which does not exist.`);
}

function repeated(keys: readonly string[]): string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}
