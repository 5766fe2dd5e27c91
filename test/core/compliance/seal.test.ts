import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSealer, createSealReader, noHash, type SealFault } from '#core/compliance/seal.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function sealed(entries: number): string[] {
  const sealer = createSealer(sha256);
  const lines = [sealer.line({ kind: 'zhike-audit', format: 1 })];
  for (let at = 0; at < entries; at += 1)
    lines.push(sealer.line({ kind: 'TEST', at, reason: `理由\u2028${at}` }));
  lines.push(sealer.line({ kind: 'end', count: entries, head: sealer.head() }));
  return lines;
}

function faultOf(lines: readonly string[]): SealFault | null {
  const reader = createSealReader(sha256);
  for (const line of lines) reader.take(line);
  return reader.finish().fault;
}

test('[RK95] each line carries the hash of the bytes before it, and the last one counts', () => {
  const lines = sealed(3);
  expect(lines).toHaveLength(5);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ n: 0, prev: noHash });
  for (const [at, line] of lines.slice(1).entries()) {
    expect(JSON.parse(line)).toMatchObject({ n: at + 1, prev: sha256(lines[at] ?? '') });
  }
  const reader = createSealReader(sha256);
  expect(lines.every(reader.take)).toBe(true);
  expect(reader.finish()).toMatchObject({ fault: null, entries: 3, head: sha256(lines[3] ?? '') });
});

describe('[RK95] the first broken line is named, whatever was done to the file', () => {
  const lines = sealed(9);
  const swapped = lines.with(4, lines[5] ?? '').with(5, lines[4] ?? '');
  const forged = (line: string): string => line.replace('理由', '理屈');
  test.each<[string, readonly string[], SealFault | null]>([
    ['unaltered', lines, null],
    ['a letter changed', lines.with(4, forged(lines[4] ?? '')), { line: 5, problem: 'CHANGED' }],
    ['the last entry changed', lines.with(9, forged(lines[9] ?? '')), { line: 10, problem: 'CHANGED' }],
    ['a line taken out', lines.toSpliced(4, 1), { line: 5, problem: 'MISSING_BEFORE' }],
    ['a line put in', lines.toSpliced(4, 0, lines[3] ?? ''), { line: 5, problem: 'MISSING_BEFORE' }],
    ['two lines moved', swapped, { line: 5, problem: 'MISSING_BEFORE' }],
    ['cut off after a line', lines.slice(0, 6), { line: 7, problem: 'NO_END' }],
    [
      'cut off amid a line',
      [...lines.slice(0, 5), lines[5]?.slice(0, 40) ?? ''],
      { line: 6, problem: 'NOT_JSON' },
    ],
    [
      'a blank put in',
      lines.with(2, lines[2]?.replace(':', ': ') ?? ''),
      { line: 3, problem: 'NOT_CANONICAL' },
    ],
    ['something after the end', [...lines, lines[1] ?? ''], { line: 12, problem: 'AFTER_END' }],
    ['no beginning', sealedWithout(), { line: 1, problem: 'NO_HEADER' }],
    ['nothing at all', [], { line: 1, problem: 'NO_END' }],
  ])('%s', (_what, given, fault) => {
    expect(faultOf(given)).toEqual(fault);
  });

  function sealedWithout(): string[] {
    const sealer = createSealer(sha256);
    return [sealer.line({ kind: 'TEST' })];
  }

  test('a count that does not fit', () => {
    const sealer = createSealer(sha256);
    const short = [sealer.line({ kind: 'zhike-audit' }), sealer.line({ kind: 'TEST' })];
    expect(faultOf([...short, sealer.line({ kind: 'end', count: 7 })])).toEqual({
      line: 3,
      problem: 'WRONG_COUNT',
    });
  });
});
