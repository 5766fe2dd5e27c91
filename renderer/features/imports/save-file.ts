import { bytesOf, saveBlob } from '#renderer/lib/save-blob.ts';

interface Piece {
  readonly rows: number;
  readonly total: number;
  readonly bytes: string;
}

/** Collects a file that arrives in pieces and hands it to the shell's own "save as". */
export async function saveFile(
  pieces: AsyncIterable<Piece>,
  file: { readonly name: string; readonly format: 'csv' | 'xlsx' },
  onRows?: (rows: number, total: number) => void,
): Promise<void> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const { bytes, rows, total } of pieces) {
    parts.push(bytesOf(bytes));
    onRows?.(rows, total);
  }
  saveBlob(new Blob(parts, { type: types[file.format] }), `${file.name}.${file.format}`);
}

const types = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
