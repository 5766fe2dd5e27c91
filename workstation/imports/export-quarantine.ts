import type { OutCell } from '#core/import/export-cell.ts';
import { issueWord } from '#core/import/issue-words.ts';
import { waitingRows, type ImportRun } from '#db/queries/imports.ts';
import { writeFile, type FilePiece } from '#workstation/imports/export-file.ts';
import type { Station } from '#workstation/station.ts';

const pageSize = 200;

/** Writes a run's quarantine as a file: the columns as they came, then the row's number and its faults in words. */
export function exportQuarantine(
  station: Station,
  run: ImportRun,
  wish: { readonly format: 'csv' | 'xlsx'; readonly language: 'zh-CN' | 'en' },
): AsyncGenerator<FilePiece, void> {
  const isEnglish = wish.language === 'en';
  const headers = run.plan?.columns.map(({ header }) => header) ?? [];
  function* pages(): Generator<OutCell[][], void> {
    for (let offset = 0; ; offset += pageSize) {
      const rows = waitingRows(station.db, run.id, { state: 'QUARANTINED', offset, limit: pageSize });
      if (rows.length === 0) return;
      yield rows.map(({ cells, rowNo, issues }) => [
        ...headers.map((_, column) => cells[column] ?? ''),
        rowNo,
        issues
          .map(({ code, column }) => {
            const header = column === null ? undefined : headers[column];
            return `${header === undefined ? '' : `${header}: `}${issueWord(code, wish.language)}`;
          })
          .join(isEnglish ? '; ' : '；'),
      ]);
    }
  }
  return writeFile({
    format: wish.format,
    sheetName: isEnglish ? 'To correct' : '待更正',
    headers: [...headers, isEnglish ? 'Row in file' : '原文件行号', isEnglish ? 'What is wrong' : '问题'],
    total: run.counts.quarantined,
    pages,
  });
}
