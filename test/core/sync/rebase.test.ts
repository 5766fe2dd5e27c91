import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay, type Intent } from '#core/sync/rebase.ts';

const data = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer());
const patch = fc.record({ op: fc.constant('patch' as const), patch: data });
const intent: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 6, arbitrary: patch },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('delete' as const), patch: fc.constant({}) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('create' as const), patch: data }) },
);

test('[SY3] replaying in two steps gives what replaying at once gives', () => {
  fc.assert(
    fc.property(data, fc.array(intent), fc.array(intent), (confirmed, first, second) => {
      const half = replay({ seq: 1, data: confirmed }, first);
      const inSteps =
        half === null ? replay({ seq: 0, data: null }, second) : replay({ seq: 1, data: half }, second);
      expect(replay({ seq: 1, data: confirmed }, [...first, ...second])).toEqual(inSteps);
    }),
  );
});

test('[SY3] each field shows its last waiting value, and every other field the confirmed one', () => {
  fc.assert(
    fc.property(data, fc.array(patch), (confirmed, patches) => {
      const shown = replay({ seq: 5, data: confirmed }, patches);
      const waiting = Object.assign({}, ...patches.map((item) => item.patch)) as Record<string, number>;
      expect(shown).toEqual({ ...confirmed, ...waiting });
    }),
  );
});

test('[SY3] the order of two waiting changes of one field decides', () => {
  const intents: Intent[] = [
    { op: 'patch', patch: { a: 1 } },
    { op: 'patch', patch: { a: 2 } },
  ];
  expect(replay({ seq: 1, data: { a: 0 } }, intents)).toEqual({ a: 2 });
  expect(replay({ seq: 1, data: { a: 0 } }, intents.toReversed())).toEqual({ a: 1 });
});

test('[SY3] a create whose answer was lost does not undo what others changed since', () => {
  const created: Intent = { op: 'create', patch: { a: 1, b: 1 } };
  expect(replay({ seq: 9, data: { a: 1, b: 2 } }, [created])).toEqual({ a: 1, b: 2 });
});

test('[SY4] nothing brings back a row that the centre deleted', () => {
  fc.assert(
    fc.property(fc.array(intent), (intents) => {
      expect(replay({ seq: 3, data: null }, intents)).toBeNull();
    }),
  );
});
