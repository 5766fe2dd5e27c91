import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { quantile } from '#test/bench/measure.ts';
import {
  advancesOf,
  keysOf,
  nextCard,
  pressCall,
  recordAdvances,
  scriptedCalls,
  type Pressed,
} from '#test/support/desk-driver.ts';
import { expect, setUp, test, testPassphrase, type World } from '#test/support/launch.ts';

const calls = scriptedCalls(200);
const killAt = 100;
const startsAt = '2026-11-23T14:05:00+08:00';

test.use({ bookWish: { kind: 'sample', clients: 2000 }, startsAt });

test('200 clients by keyboard alone, offline, killed once, synced later: every outcome accounted for', async ({
  page,
  world,
}) => {
  const workstation = await world.workstation();
  await recordAdvances(page);
  // Not with the page's clock set forward: what is measured is this machine's time.
  await page.goto(await workstation.link());
  await setUp(page);
  const pill = page.getByTestId('sync-pill');
  await expect(pill).toHaveAttribute('data-phase', 'synced', { timeout: 60_000 });
  workstation.network.cut();
  await page.keyboard.press('g');
  await page.keyboard.press('c');

  const pressed: Pressed[] = [];
  let current = await nextCard(page, null);
  for (const [turn, call] of calls.entries()) {
    const press = pressCall(page, call);
    if (turn === killAt) {
      // The power is cut under the key: nobody waits for an answer.
      await Promise.all([press, workstation.kill()]);
      await workstation.start();
      await page.locator('input[type=password]').waitFor();
      await page.keyboard.insertText(testPassphrase);
      await page.keyboard.press('Enter');
    } else await press;
    pressed.push({ clientId: current, outcome: call.outcome, keys: keysOf(call) });
    const before = current;
    current = await nextCard(page, before);
    if (call.chip) {
      await page.locator('[data-logged=saved]').waitFor();
      await page.keyboard.press(call.chip);
    }
    await page.locator('[data-logged=saved]').waitFor({ timeout: 20_000 });
  }
  const times = await advancesOf(page);
  await expect(page.locator('[data-counter=dialled]')).toContainText('200');

  const offlineSince = await pill.getAttribute('data-pending');
  workstation.network.mend();
  await expect(pill).toHaveAttribute('data-pending', '0', { timeout: 120_000 });
  await expect(pill).toHaveAttribute('data-phase', 'synced', { timeout: 60_000 });

  const kept = await contactsAtCentre(world);
  const key = ({ clientId, outcome }: Pick<Pressed, 'clientId' | 'outcome'>): string =>
    `${clientId} ${outcome}`;
  expect(kept.map(key).sort()).toEqual(pressed.map(key).sort());
  expect(new Set(kept.map(({ clientId }) => clientId)).size).toBe(200);

  const keys = pressed.map((one) => one.keys).reduce((sum, count) => sum + count, 0) / pressed.length;
  const figures = {
    pressed: pressed.length,
    atCentre: kept.length,
    changesUploaded: Number(offlineSince),
    keysPerCall: keys,
    advances: times.length,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
  };
  console.log(JSON.stringify(figures));
  expect(keys).toBeLessThanOrEqual(1.6);
});

/** What the centre holds of the session, as a second device of the same manager reads it: calls made, none undone. */
async function contactsAtCentre(world: World): Promise<{ clientId: string; outcome: Pressed['outcome'] }[]> {
  const script = path.join(import.meta.dirname, 'accountant.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    world.centre.url(),
    await world.centre.newCode(),
    startsAt,
  ]);
  return JSON.parse(stdout) as { clientId: string; outcome: Pressed['outcome'] }[];
}
