import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createFakeCamera, type FakeCamera } from '#test/support/fake-camera.ts';
import { expect, setUp, test } from '#test/support/launch.ts';
import { faultsOn, settle } from '#test/support/looks.ts';
import { picture } from '#test/support/pictures.ts';

/** Made with the browser that looks through it: this file is also read where no test runs. */
let camera: FakeCamera;

test.use({
  bookWish: { kind: 'sample', clients: 60 },
  startsAt: '2026-11-23T14:10:00+08:00',
  launchOptions: async ({ launchOptions }, use) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-camera-'));
    camera = createFakeCamera(path.join(folder, 'camera.y4m'));
    await use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), '--deny-permission-prompts', ...camera.args],
    });
    rmSync(folder, { recursive: true, force: true });
  },
});

/** The ticket codes of two guests who said they will come, whoever else has one. */
async function codesOf(page: Page): Promise<string[]> {
  const coming = page.getByTestId('column-coming').getByTestId(/^guest-/);
  await expect(coming.nth(1)).toBeVisible();
  const ids = await coming.evaluateAll((cards) =>
    cards.map((card) => card.getAttribute('data-testid') ?? ''),
  );
  const names = ids.map((id) => id.replace('guest-', ''));
  const once = names.filter((name) => names.indexOf(name) === names.lastIndexOf(name)).slice(0, 2);
  await page.getByRole('tab', { name: '入场码' }).click();
  const codes = once.map((name) => {
    const beside = page.getByText(name, { exact: true }).first().locator('xpath=..');
    return beside.getByLabel('入场码', { exact: true }).innerText();
  });
  return Promise.all(codes);
}

async function openEvent(page: Page, name: string): Promise<void> {
  await page.evaluate(() => void (location.hash = '/events'));
  await page.getByText(name).first().click();
  await expect(page.getByRole('tab', { name: '入场码' })).toBeVisible();
}

test('[EV82] [EV89] [SH30] the desk reads tickets with the camera as with a scanner, and says what is wrong with it', async ({
  page,
  context,
  world,
}) => {
  const faults: string[] = [];
  const shell = await world.workstation();
  await shell.open(page);
  await setUp(page);
  await expect(page.getByTestId('sync-pill')).toHaveAttribute('data-phase', 'synced', { timeout: 60_000 });
  await openEvent(page, '冬日茶叙');
  const [code = '', other = ''] = await codesOf(page);
  await page.getByTestId('open-check-in').click();
  const panel = page.getByTestId('door-panel');

  await expect(page.getByTestId('door-input')).toBeFocused();
  await page.keyboard.press('F4');
  await expect(page.getByTestId('camera-fault')).toHaveAttribute('data-fault', 'REFUSED');
  await look(page, 'camera-refused', faults);
  await context.grantPermissions(['camera']);
  await page.getByRole('button', { name: '再试一次' }).click();
  await expect(page.getByTestId('camera')).toHaveAttribute('data-state', 'on');

  camera.show(`https://example.com/${'poster'.repeat(100)}`);
  await expect(panel).toHaveAttribute('data-result', 'UNKNOWN');
  camera.show(code);
  await expect(panel).toHaveAttribute('data-result', 'OK');
  await look(page, 'camera', faults);
  camera.show(code, other);
  await expect(page.getByRole('status').getByText('一次只出示一个')).toBeVisible();
  camera.show(other);
  // The panel says OK from the first ticket still: that the second one was read shows in the room.
  await expect(page.getByTestId('in-room')).toContainText('2');
  camera.show(code);
  await expect(panel).toHaveAttribute('data-result', 'ALREADY');
  await expect(page.getByTestId('in-room')).toContainText('2');

  await page.keyboard.press('F4');
  await expect(page.getByTestId('camera')).toBeHidden();
  await page.keyboard.type(other);
  await page.keyboard.press('Enter');
  await expect(panel).toHaveAttribute('data-result', 'ALREADY');
  await typeAndScan(page, other);
  expect(faults).toEqual([]);
});

/** Typing finds with each key; a scanner's keys in the middle of it find nobody, and its code counts without an Enter. */
async function typeAndScan(page: Page, code: string): Promise<void> {
  const [panel, input] = [page.getByTestId('door-panel'), page.getByTestId('door-input')];
  await page.keyboard.press('Escape');
  await page.keyboard.press('w');
  await expect(page.locator('[data-typed=w]')).toBeVisible();
  await noteSearches(page);
  await scanInPage(page, code);
  await expect(panel).toHaveAttribute('data-result', 'ALREADY');
  await expect(input).toHaveValue('');
  expect(await page.evaluate(() => (globalThis as unknown as { searches: string[] }).searches)).toEqual([]);
}

/** Notes whatever is searched for from now on. */
async function noteSearches(page: Page): Promise<void> {
  await page.evaluate(() => {
    const searches: string[] = [];
    (globalThis as unknown as { searches: string[] }).searches = searches;
    new MutationObserver(() => {
      const typed = document.querySelector('[data-typed]')?.getAttribute('data-typed');
      if (typed && typed !== 'w') searches.push(typed);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

/** Presses keys as the quickest scanner does, and no Enter. */
async function scanInPage(page: Page, code: string): Promise<void> {
  await page.evaluate((text) => {
    const input = document.querySelector<HTMLInputElement>('[data-testid=door-input]');
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    for (const key of text) {
      const name = /\d/.test(key) ? `Digit${key}` : `Key${key}`;
      input?.dispatchEvent(new KeyboardEvent('keydown', { code: name, key, bubbles: true }));
      setValue?.call(input, (input?.value ?? '') + key);
      input?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  }, code);
}

async function look(page: Page, name: string, faults: string[]): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await settle(page);
    faults.push(...(await faultsOn(page, 'all', true)).map((fault) => `${name} ${scheme}: ${fault}`));
    await picture(page, `look/zh-${scheme}-${name}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
