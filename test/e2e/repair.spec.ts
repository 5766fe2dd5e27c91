import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, setUp, test, testPassphrase } from '#test/support/launch.ts';
import { faultsOn, rulesIn, settle } from '#test/support/looks.ts';
import { picture } from '#test/support/pictures.ts';
import type { Page } from '@playwright/test';

test.use({ bookWish: { kind: 'sample', clients: 60 }, startsAt: '2026-11-23T10:00:00+08:00' });

const pageBytes = 4096;

/** Flips a byte in every so-manieth page of a file, beginning with the second. */
function damage(file: string, every: number): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  for (let at = pageBytes + 100; at < statSync(file).size; at += every * pageBytes) {
    readSync(handle, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ 0xff;
    writeSync(handle, byte, 0, 1, at);
  }
  closeSync(handle);
}

/** Keeps the four looks of what is on screen and names their faults. */
async function look(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const language of ['zh', 'en'] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await settle(page);
      faults.push(...(await faultsOn(page, rulesIn[language][scheme])));
      await picture(page, `repair/${language}-${scheme}-${name}`);
    }
    await page.getByText(language === 'zh' ? 'English' : '中文', { exact: true }).click();
  }
  return faults;
}

test('[F25] a damaged store is repaired by one button, without a network, and unsent work is kept', async ({
  page,
  world,
}) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const workstation = await world.workstation();
  await workstation.open(page);
  await setUp(page);
  await expect(page.getByTestId('sync-pill')).toHaveAttribute('data-phase', 'synced', { timeout: 30_000 });
  workstation.network.cut();
  await page.evaluate(() => void (location.hash = '#/clients'));
  await page.getByRole('row').nth(1).click();
  await page.getByPlaceholder(/写一条备注/).fill('损坏之前写下的备注。');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('listitem').filter({ hasText: '损坏之前' })).toBeVisible();
  const address = await page.evaluate(() => location.hash);

  await workstation.stop();
  damage(path.join(workstation.dataDir, 'book', 'store.db'), 9);
  await workstation.start();
  await page.getByLabel('口令').fill(testPassphrase);
  await page.keyboard.press('Enter');

  await expect(page.getByRole('button', { name: '修复' })).toBeVisible({ timeout: 30_000 });
  const faults = await look(page, 'refused');
  await page.getByRole('button', { name: '修复' }).click();
  await expect(page.getByRole('button', { name: '继续工作' })).toBeVisible({ timeout: 60_000 });
  faults.push(...(await look(page, 'repaired')));
  await page.getByRole('button', { name: '继续工作' }).click();
  expect(faults).toEqual([]);

  workstation.network.mend();
  await page.evaluate((to) => void (location.hash = to), address);
  await expect(page.getByRole('listitem').filter({ hasText: '损坏之前' })).toBeVisible();
  await expect(page.getByTestId('sync-pill')).toHaveAttribute('data-pending', '0', { timeout: 60_000 });
  await expect(page.getByTestId('sync-pill')).toHaveAttribute('data-phase', 'synced', { timeout: 60_000 });
});
