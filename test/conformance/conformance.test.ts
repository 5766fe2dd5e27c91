import { expect, test } from 'vitest';
import { parts } from '#test/conformance/checks.ts';
import { World } from '#test/conformance/world.ts';
import { centralOfFile } from '#test/support/central-server.ts';

const central = centralOfFile();

for (const [part, checks] of Object.entries(parts)) {
  for (const { name, run } of checks) {
    test(`[CE57] ${part}: ${name}`, async () => {
      await expect(run(new World(central))).resolves.toBeUndefined();
    });
  }
}
