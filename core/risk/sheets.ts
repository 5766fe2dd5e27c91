import defaultV1 from '#resources/questionnaires/default-v1.json' with { type: 'json' };
import privateFundV1 from '#resources/questionnaires/private-fund-v1.json' with { type: 'json' };
import { parseSheet, type Sheet } from '#core/risk/sheet.ts';

/** Every sheet this program knows, old versions included: a test keeps the version it was taken with. */
const sheets: readonly Sheet[] = [parseSheet(defaultV1), parseSheet(privateFundV1)];

/** The sheet that new tests are taken with. */
export const sheetInUse: Sheet = sheets[0] as Sheet;

/** Returns a sheet by id and version, or null where this program does not know it. */
export function sheetOf(id: string, version: number): Sheet | null {
  return sheets.find((sheet) => sheet.id === id && sheet.version === version) ?? null;
}
