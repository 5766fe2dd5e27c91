import { zipSync, type Zippable } from 'fflate';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** Parts of a handmade workbook; what is left out is made plain. */
export interface WorkbookParts {
  /** The content of `<sheetData>` of each sheet by name; a name that starts with `!` is a hidden sheet. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly sharedTexts?: readonly string[];
  readonly is1904?: boolean;
}

/** Builds a workbook by hand, so that each oddity is exactly where a test wants it. Style 1 shows a date. */
export function workbook({ sheets, sharedTexts = [], is1904 = false }: WorkbookParts): Uint8Array {
  const names = Object.keys(sheets);
  const parts: Zippable = {
    'xl/workbook.xml': bytes(
      `<workbook xmlns="${main}" xmlns:r="${rels}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>` +
        names
          .map((name, index) => {
            const state = name.startsWith('!') ? ' state="hidden"' : '';
            return `<sheet name="${name}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
          })
          .join('') +
        '</sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': bytes(
      `<Relationships>${names
        .map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`)
        .join('')}</Relationships>`,
    ),
    'xl/styles.xml': bytes(
      `<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>` +
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="11"/></cellXfs></styleSheet>',
    ),
    'xl/sharedStrings.xml': bytes(
      `<sst xmlns="${main}">${sharedTexts.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    ),
  };
  for (const [index, name] of names.entries()) {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = bytes(
      `<worksheet xmlns="${main}"><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`,
    );
  }
  return zipSync(parts, { level: 6 });
}

/** One row of inline texts and numbers. */
export function textRow(rowNo: number, cells: readonly (string | number)[]): string {
  return `<row r="${rowNo}">${cells
    .map((cell) =>
      typeof cell === 'number' ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t>${cell}</t></is></c>`,
    )
    .join('')}</row>`;
}

/** A compound file as old Excel and encrypted packages start, with the names of its streams. */
export function compoundFile(streams: readonly string[]): Uint8Array {
  const head = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const names = streams.map((name) => Buffer.concat([Buffer.from(name, 'utf16le'), Buffer.alloc(64)]));
  return Buffer.concat([head, Buffer.alloc(4088), ...names]);
}
