import { expect, test } from 'vitest';
import { crash } from '#test/crash/crash.ts';

test('[F8] 20 kills −9 of workstations, the centre and its database: nothing acknowledged lost, doubled or halved, and sync goes on to equal copies', async () => {
  const figures = await crash({ kills: 20, seed: 15 });
  expect(figures).toMatchObject({ lost: 0, doubled: 0, half: 0, unopened: 0, refused: 0, unequal: 0 });
  expect(figures.acknowledged).toBeGreaterThan(100);
  expect(Math.min(figures.desk, figures.centre, figures.postgres, figures.backend)).toBeGreaterThan(0);
}, 240_000);
