import { z } from 'zod';
import purposesV1 from '#resources/sheet-purposes-v1.json' with { type: 'json' };
import { productFields, type ProductFields } from '#core/risk/product.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import type { SuitabilityRules } from '#core/risk/suitability.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const purpose = z.object({
  id: z.string().min(1).max(40),
  /** The id of the sheet; which of its versions is in force depends on the day. */
  sheet: z.string().min(1).max(60),
  /** The kinds of products its level is for. */
  kinds: z.array(productFields.shape.kind).min(1),
  title: bilingual,
  text: bilingual,
});
export type SheetPurpose = z.infer<typeof purpose>;

/** Returns what is wrong with a list of purposes, a sentence each: a kind or a sheet in two of them, a kind in none. */
export function purposeFaults(purposes: readonly SheetPurpose[]): string[] {
  const kinds = purposes.flatMap((one) => one.kinds);
  const sheets = purposes.map(({ sheet }) => sheet);
  return [
    ...twice(kinds).map((kind) => `The kind ${kind} belongs to two purposes.`),
    ...twice(sheets).map((sheet) => `The sheet ${sheet} serves two purposes.`),
    ...productFields.shape.kind.options
      .filter((kind) => !kinds.includes(kind))
      .map((kind) => `The kind ${kind} belongs to no purpose.`),
  ];
}

/** What each questionnaire is for, in the order in which they are offered. */
export const sheetPurposes: readonly SheetPurpose[] = readPurposes(purposesV1);

/** The purpose of most products: its level is the client's level where nothing else is said. */
export const generalPurpose = 'GENERAL';

/** The sheet whose level lists and queues show. */
export const generalSheetId = sheetPurposes.find(({ id }) => id === generalPurpose)?.sheet ?? '';

/** Returns the purpose whose level a kind of product is judged by. */
export function purposeOfKind(kind: ProductFields['kind']): string {
  return sheetPurposes.find(({ kinds }) => kinds.includes(kind))?.id ?? generalPurpose;
}

/** Returns the purpose a sheet serves, or null where it serves none. */
export function purposeOfSheet(sheetId: string): string | null {
  return sheetPurposes.find(({ sheet }) => sheet === sheetId)?.id ?? null;
}

/** Returns whose numbers of tests and validity count for a sheet: where it serves the fund side alone, no NFRA article. */
export function regimeOfSheet(
  sheetId: string,
  { regimes }: Pick<SuitabilityRules, 'regimes'>,
): ProductFields['regime'] {
  const served = sheetPurposes.find(({ sheet }) => sheet === sheetId);
  return served?.kinds.every((kind) => regimes.CSRC?.includes(kind)) ? 'CSRC' : 'NFRA';
}

/** Returns those of a client's tests that give a purpose's level; one of a sheet that serves none gives none. */
export function testsFor<Test extends Pick<RiskTestFields, 'sheetId'>>(
  tests: readonly Test[],
  purposeId: string,
): Test[] {
  const sheet = sheetPurposes.find(({ id }) => id === purposeId)?.sheet;
  return tests.filter(({ sheetId }) => sheetId === sheet);
}

function readPurposes(data: unknown): SheetPurpose[] {
  const { purposes } = z.object({ version: z.int(), purposes: z.array(purpose).min(1) }).parse(data);
  const faults = purposeFaults(purposes);
  if (faults.length > 0) throw new Error(`Purposes of sheets: ${faults.join(' ')}`);
  return purposes;
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
