import { Zip, ZipDeflate } from 'fflate';
import { sheetRow, xmlText, type OutCell } from '#core/import/export-cell.ts';

/** Builds a workbook of one sheet piece by piece; memory holds the piece, not the file. */
export interface XlsxWriter {
  /** Adds rows and returns the bytes ready so far. */
  readonly add: (rows: readonly (readonly OutCell[])[]) => Uint8Array;
  /** Closes the file and returns its last bytes. */
  readonly end: () => Uint8Array;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Starts a workbook; texts are written inline, so there is nothing that a spreadsheet would evaluate. */
export function xlsxWriter(sheetName: string): XlsxWriter {
  let ready: Uint8Array[] = [];
  let rowNo = 0;
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  for (const [name, content] of Object.entries(fixedParts(sheetName))) {
    const part = new ZipDeflate(name);
    zip.add(part);
    part.push(Buffer.from(head + content), true);
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 3 });
  zip.add(sheet);
  sheet.push(Buffer.from(`${head}<worksheet xmlns="${spreadsheet}"><sheetData>`));
  const take = () => {
    const taken = Buffer.concat(ready);
    ready = [];
    return taken;
  };
  return {
    add: (rows) => {
      const texts = rows.map((cells) => {
        rowNo += 1;
        return sheetRow(cells, rowNo);
      });
      sheet.push(Buffer.from(texts.join('')));
      return take();
    },
    end: () => {
      sheet.push(Buffer.from('</sheetData></worksheet>'), true);
      zip.end();
      return take();
    },
  };
}

function fixedParts(sheetName: string): Record<string, string> {
  return {
    '[Content_Types].xml':
      `<Types xmlns="${packages}/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    '_rels/.rels':
      `<Relationships xmlns="${packages}/relationships">` +
      `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      `<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets>` +
      `<sheet name="${xmlText(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      `<Relationships xmlns="${packages}/relationships">` +
      `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  };
}
