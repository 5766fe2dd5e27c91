import { expect, test } from 'vitest';
import { tearWal } from '#test/crash/torn-wal.ts';

test.each([true, false])(
  '[F27] a WAL torn anywhere leaves the first n commits whole (encrypted: %s)',
  (isEncrypted) => {
    const figures = tearWal({ cases: 90, seed: 1, isEncrypted });
    expect(figures).toMatchObject({ unopened: 0, half: 0, noPrefix: 0 });
    expect(figures.shortened).toBeGreaterThan(30);
  },
);
