import { defaultSheetId, sheetNamed, shippedBook } from '#core/risk/rule-book.ts';
import type { Sheet } from '#core/risk/sheet.ts';

/** The sheet that ships with the program: sample books are scored with it. */
export const sheetInUse: Sheet = sheetNamed(shippedBook, defaultSheetId, 1) as Sheet;

/** Returns a sheet that ships with the program by id and version, or null where there is none. */
export function sheetOf(id: string, version: number): Sheet | null {
  return sheetNamed(shippedBook, id, version);
}
