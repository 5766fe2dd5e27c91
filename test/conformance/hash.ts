import { createHash } from 'node:crypto';
import type { Row } from '#test/conformance/wire.ts';

/** docs/protocol.md, "Digest", written a second time from the document alone. */
export type Buckets = Record<string, readonly number[]>;

/** One JSON text of a value: members sorted by UTF-16 code units, no white space. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const object = value as Record<string, unknown>;
  const names = Object.keys(object).toSorted((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(object[name])}`).join(',')}}`;
}

/** The two 26-bit limbs of a row's hash. */
export function limbs(entity: string, id: string, data: unknown): [hi: number, lo: number] {
  const hash = createHash('sha256')
    .update(`${entity}\n${id}\n${canonical(data)}`)
    .digest();
  // 52 bits: six whole bytes and the upper half of the seventh.
  const bits = (BigInt(`0x${hash.subarray(0, 7).toString('hex')}`) >> 4n) & 0xfffffffffffffn;
  return [Number(bits >> 26n), Number(bits & 0x3ffffffn)];
}

/** The digest of living rows, as `tables[entity][bucket] = [count, Σhi, Σlo]`. */
export function digestOf(rows: Iterable<Row>): Record<string, Buckets> {
  const tables: Record<string, Record<string, [number, number, number]>> = {};
  for (const { entity, id, data } of rows) {
    const [hi, lo] = limbs(entity, id, data);
    const bucket = ((tables[entity] ??= {})[id.slice(-2)] ??= [0, 0, 0]);
    bucket[0] += 1;
    bucket[1] += hi;
    bucket[2] += lo;
  }
  return tables;
}
