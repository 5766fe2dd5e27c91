import { isDateFormat } from '#core/import/excel-date.ts';
import { readSharedTexts } from '#workstation/imports/shared-texts.ts';
import { openSheet } from '#workstation/imports/sheet.ts';
import { UnreadableFileError, type StagedFile } from '#workstation/imports/staged-file.ts';
import type { Table } from '#workstation/imports/table.ts';
import type { Turns } from '#workstation/imports/turns.ts';
import { parsePart } from '#workstation/imports/xml.ts';
import { readZipEntries, type ZipEntry } from '#workstation/imports/zip.ts';

/** An opened workbook: the sheet asked for as a table, and the names of all visible ones. */
export interface OpenWorkbook {
  readonly table: Table;
  readonly sheet: string;
  readonly sheets: string[];
}

interface Outline {
  readonly is1904: boolean;
  readonly sheets: readonly { readonly name: string; readonly rel: string; readonly isVisible: boolean }[];
}

/**
 * Opens a workbook (xlsx) over its staged bytes; only the shared texts are held in memory.
 * Throws `UnreadableFileError`: OTHER_FORMAT for an archive that is no workbook, NO_SHEET when the sheet is missing.
 */
export async function openWorkbook(
  file: StagedFile,
  wished: string | null,
  turns: Turns,
): Promise<OpenWorkbook> {
  const entries = readZipEntries(file);
  const main = entries.get('xl/workbook.xml');
  if (!main) throw new UnreadableFileError('OTHER_FORMAT');
  const outline = await readOutline(file, main, turns);
  const paths = await readRelations(file, entries.get('xl/_rels/workbook.xml.rels'), turns);
  const visible = outline.sheets.filter(({ isVisible }) => isVisible);
  const sheet = wished === null ? visible[0] : outline.sheets.find(({ name }) => name === wished);
  const entry = sheet && entries.get(paths.get(sheet.rel)?.toLowerCase() ?? '');
  if (!sheet || !entry) throw new UnreadableFileError('NO_SHEET');
  const context = {
    texts: await readSharedTexts(file, entries.get('xl/sharedstrings.xml'), turns),
    dateStyles: await readDateStyles(file, entries.get('xl/styles.xml'), turns),
    is1904: outline.is1904,
  };
  return {
    table: openSheet(file, entry, { context, turns }),
    sheet: sheet.name,
    sheets: visible.map(({ name }) => name),
  };
}

type Attributes = Readonly<Record<string, string>>;

async function readPart(
  file: StagedFile,
  entry: ZipEntry | undefined,
  work: { readonly open: (name: string, attributes: Attributes) => void; readonly turns: Turns },
): Promise<void> {
  if (!entry) return;
  const handler = { open: work.open };
  for await (const _done of parsePart(file, entry, { handler, turns: work.turns })) continue;
}

async function readOutline(file: StagedFile, entry: ZipEntry, turns: Turns): Promise<Outline> {
  const sheets: { name: string; rel: string; isVisible: boolean }[] = [];
  let is1904 = false;
  const open = (name: string, attributes: Attributes) => {
    if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
    if (name !== 'sheet') return;
    const rel =
      attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
    const isVisible = (attributes['state'] ?? 'visible') === 'visible';
    sheets.push({ name: attributes['name'] ?? '', rel, isVisible });
  };
  await readPart(file, entry, { open, turns });
  return { is1904, sheets };
}

async function readRelations(
  file: StagedFile,
  entry: ZipEntry | undefined,
  turns: Turns,
): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  const open = (name: string, attributes: Attributes) => {
    if (name !== 'Relationship') return;
    const target = attributes['Target'] ?? '';
    paths.set(attributes['Id'] ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  };
  await readPart(file, entry, { open, turns });
  return paths;
}

/** Which cell styles show a number as a day. */
async function readDateStyles(
  file: StagedFile,
  entry: ZipEntry | undefined,
  turns: Turns,
): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let isCellFormat = false;
  const open = (name: string, attributes: Attributes) => {
    if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
    else if (name === 'cellXfs') isCellFormat = true;
    else if (name === 'cellStyles' || name === 'dxfs') isCellFormat = false;
    else if (name === 'xf' && isCellFormat) {
      const id = Number(attributes['numFmtId'] ?? 0);
      styles.push(isDateFormat(id, codes.get(id)));
    }
  };
  await readPart(file, entry, { open, turns });
  return styles;
}
