import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#core/sync/canonical.ts';

/** The definition, word by word. */
function plainly(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(plainly).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${plainly(member)}`).join(',')}}`;
}

describe('canonical JSON', () => {
  test('[SY11] is the one text of a value, whatever order its keys came in and whatever was written before', () => {
    const key = fc.constantFrom('a', 'b', 'a\nb', 'b\nc', 'c', '姓名', '10', '9');
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.constantFrom(null, true, 0, -1.5, '', '"', '王', undefined),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
      ),
    })).value;
    const same = (one: unknown) => canonicalJson(one) === plainly(one);
    expect(same({ c: 1, 'a\nb': 2 }) && same({ 'b\nc': 1, a: 2 })).toBe(true);
    fc.assert(fc.property(value, same), { numRuns: 2000 });
  });
});
