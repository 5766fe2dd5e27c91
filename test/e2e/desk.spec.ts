import type { Page } from '@playwright/test';
import { dayMs, minuteMs } from '#core/base/time.ts';
import { giveLadderReason } from '#test/support/ladder-reason.ts';
import { expect, setUp, test, testPassphrase } from '#test/support/launch.ts';
import { picture } from '#test/support/pictures.ts';

test.use({ bookWish: { kind: 'sample', clients: 150 }, startsAt: '2026-11-23T10:00:00+08:00' });

const dialled = (page: Page) => page.locator('[data-counter=dialled]');
const shownId = async (page: Page): Promise<string> =>
  (await page.locator('article[data-client]').getAttribute('data-client')) ?? '';
const logged = (page: Page) => page.locator('[data-logged=saved]');
/** The desk takes no outcome on a card nobody can have read yet. */
const glance = (page: Page): Promise<void> => page.waitForTimeout(400);
const desk = async (page: Page, search = ''): Promise<void> => {
  await page.evaluate((to) => void (location.hash = to), `/calls${search}`);
  await page.locator('article[data-client]').waitFor();
  await glance(page);
};

test('the call desk by keyboard alone, and what may go wrong at it', async ({ page, world, browser }) => {
  test.setTimeout(240_000);
  const workstation = await world.workstation();
  await workstation.open(page);
  await setUp(page);
  await expect(page.getByTestId('sync-pill')).toHaveAttribute('data-phase', 'synced', { timeout: 30_000 });
  await desk(page);

  await test.step('everything is on one screen of 1366×768', async () => {
    await picture(page, 'desk');
    const hidden = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('article, section')]
        .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)
        .map(
          ({ tagName, className, scrollHeight, clientHeight }) =>
            `${tagName} ${className} ${scrollHeight}>${clientHeight}`,
        ),
    );
    expect(hidden).toEqual([]);
  });

  await test.step('[CQ16] pressed twice, or held down, is pressed once', async () => {
    const first = await shownId(page);
    // In the page itself: between two presses sent from outside a busy machine may let more than a moment pass.
    await page.evaluate(async () => {
      const press = (): unknown =>
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { code: 'Digit1', bubbles: true, cancelable: true }),
        );
      press();
      press();
      await new Promise(requestAnimationFrame);
      press();
    });
    await expect(dialled(page)).toContainText('1');
    await expect(page.locator('article[data-client]')).not.toHaveAttribute('data-client', first);
    await glance(page);
    await page.keyboard.down('Digit2');
    for (let held = 0; held < 8; held += 1) await page.keyboard.down('Digit2');
    await page.keyboard.up('Digit2');
    await expect(dialled(page)).toContainText('2');
    await glance(page);
    await expect(dialled(page)).toContainText('2');
  });

  await test.step('[CQ30] nothing fires while an input method composes', async () => {
    const before = await shownId(page);
    await page.evaluate(() => {
      for (const code of ['Digit1', 'KeyC', 'KeyN']) {
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { code, isComposing: true, bubbles: true, cancelable: true }),
        );
      }
    });
    expect(await shownId(page)).toBe(before);
    await expect(page.locator('[data-prompt], [role=alertdialog]')).toHaveCount(0);
  });

  await test.step('[CQ47] a note of 400 characters; digits are text in it, Alt makes them outcomes', async () => {
    const note = '客户𠮷先生👨‍👩‍👧说1月2日再谈，'.repeat(25);
    expect([...note].length).toBeGreaterThanOrEqual(400);
    const clientId = await shownId(page);
    await page.keyboard.insertText(note);
    await page.keyboard.press('Digit1');
    expect(await shownId(page)).toBe(clientId);
    await page.keyboard.press('Alt+Digit7');
    await expect(logged(page)).toContainText('已服务');
    await page.keyboard.press('KeyB');
    await expect(page.locator('article[data-client]')).toHaveAttribute('data-client', clientId);
    await expect(page.locator(`[title="${note}1"]`)).toBeVisible();
    await page.keyboard.press('KeyZ');
    await expect(page.getByLabel('备注')).toHaveValue(`${note}1`);
    await page.getByLabel('备注').fill('');
    await page.keyboard.press('Escape');
  });

  await test.step('[CQ48] ask, invite and explain on one key each', async () => {
    const line = page.locator('[data-next-question]');
    const before = await line.getAttribute('data-next-question');
    await page.keyboard.press('KeyQ');
    await picture(page, 'desk-question');
    await page.keyboard.press('Digit0');
    await expect(line).not.toHaveAttribute('data-next-question', before ?? '');
    await page.keyboard.press('KeyY');
    await expect(page.locator('[data-why]')).toContainText('1.');
    await picture(page, 'desk-why');
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-why]')).toHaveCount(0);
    await page.keyboard.press('KeyG');
    await giveLadderReason(page, page.getByText(/已邀请|名单/));
    await expect(page.getByText(/已邀请|名单/).first()).toBeVisible();
    await page.keyboard.press('Shift+Slash');
    await expect(page.getByRole('dialog')).toContainText('下一个最值得问的');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  await test.step('[CQ49] to the risk test and the history, and back to the same card with its note', async () => {
    const clientId = await shownId(page);
    await page.keyboard.insertText('问过保费');
    await page.keyboard.press('Alt+KeyK');
    await expect(page).toHaveURL(/risk-test/);
    await page.keyboard.press('Alt+KeyB');
    await expect(page.locator('article[data-client]')).toHaveAttribute('data-client', clientId);
    await expect(page.getByLabel('备注')).toHaveValue('问过保费');
    await page.keyboard.press('Alt+KeyH');
    await page.getByTestId('back-to-desk').waitFor();
    await page.keyboard.press('Alt+KeyB');
    await expect(page.locator('article[data-client]')).toHaveAttribute('data-client', clientId);
    await glance(page);
    await page.keyboard.press('Alt+KeyN');
    await page.keyboard.press('Digit1');
    await expect(page.locator('article[data-client]')).not.toHaveAttribute('data-client', clientId);
  });

  await test.step('[CQ38] a second window passes over the client of the first, and says so when it is opened by hand', async () => {
    const clientId = await shownId(page);
    const other = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
    await workstation.open(other);
    await desk(other);
    expect(await shownId(other)).not.toBe(clientId);
    await desk(other, `?client=${clientId}`);
    await expect(other.locator('[data-news=ELSEWHERE]')).toBeVisible();
    await test.step('[CQ46] withdrawn in one window: the other says so at once and keeps the outcome of its call', async () => {
      await other.keyboard.press('Shift+KeyD');
      await other.keyboard.press('KeyD');
      await expect(page.locator('[data-news=BLOCKED]')).toBeVisible();
      await picture(page, 'desk-withdrawn');
      await page.keyboard.press('Digit7');
      await expect(logged(page)).toContainText('已服务');
      await other.context().close();
    });
  });

  await test.step('[CQ39] reassigned while on screen: the card says so at once, the outcome is kept', async () => {
    await glance(page);
    const clientId = await shownId(page);
    const [, second] = world.centre.book.managers;
    const { tenantId } = world.centre.book;
    await world.centre.admin.assign({ tenantId, clientIds: [clientId], toManagerId: second?.id ?? '' });
    await expect(page.locator('[data-news=GONE]')).toBeVisible({ timeout: 20_000 });
    await picture(page, 'desk-gone');
    await page.keyboard.press('Digit7');
    await expect(logged(page)).toContainText('客户已划转');
    await expect(page.getByTestId('sync-pill')).toHaveAttribute('data-pending', '0', { timeout: 20_000 });
  });

  await test.step('[CQ50] the program dies under the key: the press is offered again and is one call', async () => {
    await glance(page);
    const name = (await page.locator('article h1').innerText()).trim();
    await Promise.all([page.keyboard.press('Digit3'), workstation.kill()]);
    await workstation.start();
    await unlock(page);
    await expect(logged(page)).toContainText(name, { timeout: 20_000 });
    await page.keyboard.press('KeyB');
    await expect(page.locator('article h1')).toHaveText(name);
    const today = page.getByLabel('最近三次联系').locator('> div', { hasText: '今天' });
    await expect(today).toHaveCount(1);
    await expect(today).toContainText('关机');
    // The card said yes before the call: that yes is used up.
    await expect(page.locator('[data-blocked=GAP_30MIN]')).toBeVisible();
  });

  await test.step('[CQ20] taken back after the program ended and began anew, by a page that knows nothing of it', async () => {
    await page.keyboard.press('KeyN');
    await page.keyboard.press('Digit1');
    await glance(page);
    const clientId = await shownId(page);
    const before = await dialled(page).textContent();
    await page.keyboard.press('Digit3');
    await expect(logged(page)).toContainText('关机');
    const at = Date.now();
    await workstation.kill();
    // However long the start takes, less than ten seconds have passed by its clock.
    await workstation.start(undefined, at - Date.now() - 8000);
    await page.reload();
    await unlock(page);
    await desk(page);
    await expect(logged(page)).toContainText('撤销', { timeout: 20_000 });
    await page.keyboard.press('KeyZ');
    await expect(page.locator('article[data-client]')).toHaveAttribute('data-client', clientId);
    await expect(dialled(page)).toHaveText(before ?? '');
    await expect(page.getByLabel('最近三次联系')).not.toContainText('关机');
  });

  await test.step('[CQ91] a reminder covers neither key nor window, is part of its client’s card, and is put off by keys', async () => {
    await glance(page);
    const clientId = await shownId(page);
    await page.keyboard.press('Digit4');
    await page.keyboard.press('KeyA');
    await expect(logged(page)).toContainText('约定回电');
    await glance(page);
    await page.keyboard.press('Space');
    await workstation.kill();
    await workstation.start(undefined, dayMs + 7 * minuteMs);
    await unlock(page);
    const reminder = page.locator('[data-reminder]');
    await test.step('[CQ83] while the timer runs nothing is said, and at once when it stands', async () => {
      await page.locator('article[data-client]').waitFor();
      await page.waitForTimeout(1000);
      await expect(reminder).toHaveCount(0);
      await page.keyboard.press('Space');
      await expect(reminder).toBeVisible({ timeout: 30_000 });
    });
    await test.step('[CQ83] at a door guests see the screen: it waits', async () => {
      await page.evaluate(() => void (location.hash = '/events'));
      await expect(reminder).toBeVisible();
      await page.getByText('年末养老规划讲座').first().click();
      await page.getByTestId('open-check-in').click();
      await page.getByTestId('door-input').waitFor();
      await expect(reminder).toHaveCount(0);
    });
    await desk(page, `?client=${clientId}`);
    await expect(page.locator('[data-due-now]')).toBeVisible();
    const due = page.locator(`[data-due="${clientId}"]`);
    await expect(due).toHaveCount(0);
    await page.keyboard.press('KeyN');
    await page.keyboard.press('Digit1');
    await expect(due).toBeVisible();
    await picture(page, 'desk-reminder');
    expect(await covered(page, '[data-outcome], article, [data-logged]')).toEqual([]);
    const next = await shownId(page);
    await page.keyboard.press('KeyI');
    await page.getByTestId('message-window').waitFor();
    await expect(reminder).toBeVisible();
    await picture(page, 'message-reminder');
    expect(await covered(page, '[role=dialog]')).toEqual([]);
    const count = await dialled(page).textContent();
    await page.keyboard.press('F9');
    await page.keyboard.press('Digit2');
    await expect(reminder).toHaveCount(0);
    await expect(page.getByTestId('message-window')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialled(page)).toHaveText(count ?? '');
    expect(await shownId(page)).toBe(next);
  });
});

const unlock = async (page: Page): Promise<void> => {
  await page.locator('input[type=password]').fill(testPassphrase);
  await page.keyboard.press('Enter');
  await page.locator('nav').first().waitFor();
};

/** What of the page lies under the reminder. */
const covered = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate((selected) => {
    const over = document.querySelector('[data-reminder]')?.getBoundingClientRect();
    if (!over) return ['no reminder'];
    return [...document.querySelectorAll(selected)]
      .filter((part) => {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        return left < over.right && right > over.left && top < over.bottom && bottom > over.top;
      })
      .map(({ tagName, className }) => `${tagName} ${className}`);
  }, selector);
