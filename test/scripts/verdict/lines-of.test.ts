import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { linesOf, type Line } from '#scripts/lines-of.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'zhike-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: Buffer): Promise<Line[]> {
  const file = path.join(folder, 'cases.jsonl');
  writeFileSync(file, content);
  return all(file);
}

async function all(file: string): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of linesOf(file)) lines.push(line);
  return lines;
}

const whole = [
  { text: '{"id":"王"}', number: 1 },
  { text: '{"id":2}', number: 4 },
];

test.each([
  ['UTF-8', '{"id":"王"}\n\n  \n{"id":2}\n', 'utf8'],
  ['the last line not ended', '{"id":"王"}\n\n\n{"id":2}', 'utf8'],
  ["Windows' ends of lines", '{"id":"王"}\r\n\r\n\r\n{"id":2}\r\n', 'utf8'],
  ['a mark of the encoding', '\uFEFF{"id":"王"}\n\n\n{"id":2}\n', 'utf8'],
  ["PowerShell's UTF-16", '\uFEFF{"id":"王"}\r\n\r\n\r\n{"id":2}\r\n', 'utf16le'],
] as const)('[RK64] lines keep their number in the file: %s', async (_, text, encoding) => {
  expect(await read(Buffer.from(text, encoding))).toEqual(whole);
});

test('[RK64] an empty file has no lines, one that is not there is an error', async () => {
  expect(await read(Buffer.alloc(0))).toEqual([]);
  await expect(all(path.join(folder, 'none.jsonl'))).rejects.toThrow('ENOENT');
});
