import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import type { WritableDb } from '#db/handles.ts';
import { enrolDevice } from '#workstation/sync/enrol.ts';
import { startSync } from '#workstation/sync/engine.ts';
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
import { stationOf } from '#test/support/enrolled-station.ts';
import { expect, setUp, test, testPassphrase, type World } from '#test/support/launch.ts';
import { manualTimers } from '#test/support/manual-timers.ts';

const calls = scriptedCalls(200);
const killAt = 100;

test.use({ bookWish: { kind: 'sample', clients: 2000 }, startsAt: '2026-11-23T14:05:00+08:00' });

test('200 clients by keyboard alone, offline, killed once, synced later: every outcome accounted for', async ({
  page,
  world,
}) => {
  const workstation = await world.workstation();
  await workstation.open(page);
  await setUp(page);
  const pill = page.getByTestId('sync-pill');
  await expect(pill).toHaveAttribute('data-phase', 'synced', { timeout: 60_000 });
  workstation.network.cut();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await recordAdvances(page);

  const pressed: Pressed[] = [];
  const times: number[] = [];
  let current = await nextCard(page, null);
  for (const [turn, call] of calls.entries()) {
    const press = pressCall(page, call);
    if (turn === killAt) {
      // The power is cut under the key: nobody waits for an answer.
      await Promise.all([press, workstation.kill()]);
      times.push(...(await advancesOf(page)));
      await workstation.start();
      await page.locator('input[type=password]').waitFor();
      await page.keyboard.insertText(testPassphrase);
      await page.keyboard.press('Enter');
    } else await press;
    pressed.push({ clientId: current, outcome: call.outcome, keys: keysOf(call) });
    const before = current;
    current = await nextCard(page, before);
    if (turn === killAt) await recordAdvances(page);
    if (call.chip) {
      await page.locator('[data-logged=saved]').waitFor();
      await page.keyboard.press(call.chip);
    }
    await page.locator('[data-logged=saved]').waitFor({ timeout: 20_000 });
  }
  times.push(...(await advancesOf(page)));
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
  const about = { deviceName: 'accountant', platform: 'test', appVersion: '0.1.0' };
  const centralUrl = world.centre.url();
  const enrolled = await enrolDevice({ centralUrl, code: await world.centre.newCode(), ...about });
  if (!enrolled.ok) throw new Error(enrolled.error);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-session-'));
  const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
  const db = openStore(path.join(folder, 'store.db'), new Uint8Array(32).fill(1), migrations);
  try {
    const station = stationOf(enrolled.value, db);
    const sync = startSync({
      station,
      deviceToken: enrolled.value.deviceToken,
      timers: manualTimers(),
      centralUrl,
    });
    await sync.syncNow();
    expect((await sync.prove()).isEqual).toBe(true);
    await sync.stop();
    return madeToday(db);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function madeToday(db: WritableDb): { clientId: string; outcome: Pressed['outcome'] }[] {
  return db
    .prepare<[number], { clientId: string; outcome: Pressed['outcome'] }>(
      `SELECT client_id AS clientId, outcome FROM contact
       WHERE started_at >= ? AND id NOT IN (SELECT contact_id FROM contact_undo)`,
    )
    .all(Date.parse('2026-11-23T14:00:00+08:00'));
}
