import { z } from 'zod';
import words from '#resources/compliance-words.json' with { type: 'json' };
import { businessDayOf, minuteOfDay, type Instant } from '#core/base/time.ts';
import type { Entry } from '#core/compliance/entry.ts';
import type { OutCell } from '#core/import/export-cell.ts';

const bilingual = z.object({ 'zh-CN': z.string(), en: z.string() });
const schema = z.object({
  sheet: bilingual,
  columns: z.array(bilingual).length(11),
  kinds: z.record(z.string(), bilingual),
});
const { sheet, columns, kinds } = schema.parse(words);
type Language = 'zh-CN' | 'en';

/** The name of the sheet. */
export function exportSheet(language: Language): string {
  return sheet[language];
}

/** The head of an export for spreadsheets. */
export function exportColumns(language: Language): string[] {
  return columns.map((one) => one[language]);
}

/** One entry as a line of a spreadsheet; codes stay codes, since the rules name them so. */
export function exportCells(entry: Entry, language: Language): OutCell[] {
  const { at, kind, clientName, managerName, productName, code, reason, state } = entry;
  const article = [entry.book, entry.article].filter((part) => part !== null).join(' ');
  const kindName = kinds[kind]?.[language] ?? kind;
  const rule = [entry.ruleId ?? '', article, entry.version ?? ''];
  const what = [clientName, managerName, productName].map((name) => name ?? '');
  return [stamp(at), kindName, ...what, code, state ?? '', reason ?? '', ...rule];
}

/** Shanghai's time to the minute, as people write it. */
function stamp(at: Instant): string {
  const minute = minuteOfDay(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${businessDayOf(at)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
