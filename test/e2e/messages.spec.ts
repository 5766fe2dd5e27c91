import type { Page } from '@playwright/test';
import { expect, setUp, test } from '#test/support/launch.ts';
import { faultsOn, rulesIn, settle } from '#test/support/looks.ts';
import { picture } from '#test/support/pictures.ts';

test.use({ bookWish: { kind: 'sample', clients: 150 }, startsAt: '2026-11-23T10:00:00+08:00', trace: 'off' });

const pill = (page: Page) => page.getByTestId('sync-pill');
const window = (page: Page) => page.getByTestId('message-window');
const findings = (page: Page) => page.getByTestId('draft-findings');

/** Takes pictures in both schemes and says what is wrong with them. */
async function look(page: Page, name: string, language: 'zh' | 'en'): Promise<string[]> {
  const faults: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await settle(page);
    const found = await faultsOn(page, rulesIn[language][scheme]);
    faults.push(...found.map((fault) => `${language}-${scheme}-${name}: ${fault}`));
    await picture(page, `look/${language}-${scheme}-${name}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

test('a message by keyboard alone, offline: a fact added, a banned word met, copied, confirmed, in the history, taken back', async ({
  page,
  context,
  world,
}) => {
  test.setTimeout(240_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const workstation = await world.workstation();
  await workstation.open(page);
  await setUp(page);
  await expect(pill(page)).toHaveAttribute('data-phase', 'synced', { timeout: 30_000 });
  workstation.network.cut();

  await page.keyboard.press('g');
  await page.keyboard.press('c');
  const card = page.locator('[data-client]');
  await expect(card).toBeVisible();
  await expect(page.getByTestId('budget-line')).toContainText('微信');
  faults.push(...(await look(page, 'desk-budget', 'zh')));
  const clientId = await card.getAttribute('data-client');

  await page.keyboard.press('KeyO');
  await expect(window(page)).toBeVisible();
  await expect(page.getByText('这位客户还不是你的微信联系人')).toBeVisible();
  await page.locator('[data-text="manual-question-noted"]').click();
  await expect(page.getByTestId('lacking')).toContainText('客户说过的事');
  faults.push(...(await look(page, 'message-lacking', 'zh')));
  await page.getByRole('textbox', { name: '客户说过的事' }).fill('女儿今年高考');
  await page.keyboard.press('Enter');
  // A family's affairs are kept only with the client's consent: nothing is added before it is answered for.
  await page.getByRole('radio', { name: '当面或通话中说过' }).focus();
  await page.keyboard.press('Space');
  faults.push(...(await look(page, 'message-consent', 'zh')));
  await page.getByRole('radio', { name: '当面或通话中说过' }).press('Enter');
  const box = page.getByRole('textbox', { name: '内容' });
  await expect(box).toHaveValue(/女儿今年高考/);
  await expect(findings(page)).toHaveAttribute('data-can-send', 'false');
  await page.getByRole('button', { name: '企业微信' }).click();
  await expect(findings(page)).toHaveAttribute('data-can-send', 'true');

  const words = await box.inputValue();
  await box.fill(`${words}这款保本。`);
  await expect(findings(page).locator('[data-finding="FORBIDDEN"]')).toContainText('保本');
  await expect(findings(page)).toHaveAttribute('data-can-send', 'false');
  faults.push(...(await look(page, 'message-banned', 'zh')));
  await box.fill(words);
  await expect(findings(page)).toHaveAttribute('data-can-send', 'true');
  await page.keyboard.press('Control+Enter');
  await expect(window(page)).toHaveAttribute('data-phase', 'taken');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(words);
  await page.keyboard.press('Control+Enter');
  await expect(window(page)).toHaveAttribute('data-phase', 'sent');
  faults.push(...(await look(page, 'message-sent', 'zh')));
  await page.keyboard.press('Escape');
  await expect(window(page)).toBeHidden();
  await expect(page.getByLabel('备注')).toBeFocused();

  await page.keyboard.press('KeyH');
  await expect(page.getByTestId('history')).toContainText('女儿今年高考');
  await expect(page.locator('[data-budget="WECHAT"]')).toBeVisible();
  await page.keyboard.press('Digit1');
  await expect(page.getByTestId('history')).not.toContainText('女儿今年高考');
  await page.keyboard.press('Digit3');
  await expect(page.getByTestId('history')).toContainText('女儿今年高考');
  await page.keyboard.press('Digit0');
  faults.push(...(await look(page, 'client-history', 'zh')));
  await page.keyboard.press('Escape');
  await expect(card).toHaveAttribute('data-client', clientId ?? '');

  await page.keyboard.press('KeyI');
  await expect(page.getByTestId('sms-length')).toContainText('条短信');
  await expect(page.getByText('自动加在末尾：拒收请回复R')).toBeVisible();
  faults.push(...(await look(page, 'message-sms', 'zh')));
  await page.keyboard.press('Control+Enter');
  await expect(window(page)).toHaveAttribute('data-phase', 'taken');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/拒收请回复R$/);
  await page.keyboard.press('Control+Enter');
  await expect(window(page)).toHaveAttribute('data-phase', 'sent');
  await page.keyboard.press('KeyZ');
  await expect(window(page)).toHaveAttribute('data-phase', 'undone');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /English/ }).click();
  await page.keyboard.press('KeyI');
  await expect(window(page)).toBeVisible();
  faults.push(...(await look(page, 'message-sms', 'en')));
  await page.keyboard.press('KeyO');
  faults.push(...(await look(page, 'message-wechat', 'en')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('KeyH');
  await expect(page.getByTestId('history')).toBeVisible();
  faults.push(...(await look(page, 'client-history', 'en')));

  // Cut off for minutes, a workstation asks about once a minute.
  workstation.network.mend();
  await expect(pill(page)).toHaveAttribute('data-pending', '0', { timeout: 90_000 });
  await expect(pill(page)).toHaveAttribute('data-phase', 'synced', { timeout: 30_000 });
  expect(faults).toEqual([]);
});
