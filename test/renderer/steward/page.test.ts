import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import { isOutOfDate, runBuild, webBuild } from '#scripts/start/build.ts';
import { provideBrowser } from '#scripts/test/browser.ts';
import { openStewardHub, type StewardHubWorld } from '#test/renderer/steward/hub-world.ts';
import { createFakeCamera, type FakeCamera } from '#test/support/fake-camera.ts';
import { testFolder } from '#test/support/temporary.ts';
import { readHandOver } from '#workstation/venue/hand-over.ts';

/** The built page in a real Chromium with a camera, against a real hub on a real store. */
const random = seededRandom(7);
let browser: Browser;
let camera: FakeCamera;
let hub: StewardHubWorld;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  if (isOutOfDate(webBuild)) await runBuild(webBuild);
  const found = await provideBrowser();
  if (!found) throw new Error('There is no Chromium on this machine, and npm brings none for it.');
  camera = createFakeCamera(path.join(testFolder(), 'camera.y4m'));
  // Who is not allowed the camera says no instead of never answering.
  const args = ['--no-sandbox', '--deny-permission-prompts', ...camera.args];
  browser = await chromium.launch({ executablePath: found.path, args });
  hub = await openStewardHub();
}, 120_000);
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  camera.show();
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** A helper's telephone: a browser of its own, allowed to use the camera or not. */
async function telephone(isCameraAllowed = true): Promise<BrowserContext> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    permissions: isCameraAllowed ? ['camera'] : [],
  });
  contexts.push(context);
  return context;
}

async function paired(context: BrowserContext, name: string, at = hub): Promise<Page> {
  const page = await context.newPage();
  await page.goto(at.link());
  await page.getByLabel('你的姓名或岗位').fill(name);
  await page.getByRole('button', { name: '开始签到' }).click();
  await connected(page);
  return page;
}

const connected = (page: Page): Promise<void> =>
  page.locator('[data-link=CONNECTED][data-waiting="0"]').waitFor();
const answered = (page: Page, result: string, name = ''): Promise<void> =>
  page.locator(`[data-result=${result}]`, { hasText: name }).waitFor();
/** Types a code as a keyboard-wedge scanner does. */
async function scanned(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}
const turnOn = (page: Page): Promise<void> => page.getByRole('button', { name: '打开摄像头扫码' }).click();

function guest(name: string): { id: string; code: string } {
  const code = makeTicketCode(random);
  return { code, id: hub.addGuest({ name, ticketCode: code, phone: '+8616088887766' }) };
}

/** Everything the page keeps in its browser, as text. */
function keptIn(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const opened = indexedDB.open('zhike-steward');
    await new Promise((resolve) => opened.addEventListener('success', resolve));
    const stores = opened.result.transaction(['kept', 'facts']);
    const asked = ['kept', 'facts'].map((name) => stores.objectStore(name).getAll());
    await new Promise((resolve) => stores.addEventListener('complete', resolve));
    opened.result.close();
    return JSON.stringify(asked.map(({ result }) => result));
  });
}

test('[EV80] [EV83] a helper scans with the camera, a scanner and by name, knows no whole name, and the hub has it all', async () => {
  const [wang, li, ouyang] = [guest('王小明'), guest('李晓红'), guest('欧阳修远')];
  const page = await paired(await telephone(), '小陈');
  const kept = await keptIn(page);
  for (const secret of ['小明', '晓红', '阳修', wang.code, '7766']) expect(kept).not.toContain(secret);
  await turnOn(page);
  camera.show(wang.code);
  await answered(page, 'OK', '王＊＊');
  camera.show(li.code, wang.code);
  await page.getByRole('status').getByText('一次只出示一个').waitFor();
  camera.show();
  await scanned(page, li.code);
  await answered(page, 'OK', '李＊＊');
  await page.getByTestId('steward-input').fill('oyx');
  await page.keyboard.press('Enter');
  await answered(page, 'OK', '欧＊＊');
  await connected(page);
  expect(hub.facts().map(({ guestId, method, desk }) => [guestId, method, desk])).toEqual([
    [wang.id, 'SCAN', '小陈'],
    [li.id, 'SCAN', '小陈'],
    [ouyang.id, 'SEARCH', '小陈'],
  ]);
});

test('[EV84] the hub is killed and the tab too: nothing noted meanwhile is lost', async () => {
  const [zhao, qian] = [guest('赵一凡'), guest('钱多多')];
  const context = await telephone();
  const page = await paired(context, '小林');
  await hub.kill();
  for (const { code } of [zhao, qian]) {
    await scanned(page, code);
    await answered(page, 'OK');
    await page.keyboard.press('Escape');
  }
  await page.locator('[data-link=ALONE][data-waiting="2"]').waitFor();
  expect(await page.getByText('可继续签到').isVisible()).toBe(true);
  await page.getByRole('button', { name: '退出签到' }).click();
  await page.getByRole('alert').getByText('不能退出').waitFor();
  await page.close();
  await hub.start();
  const again = await context.newPage();
  await again.goto(hub.link().replace(/#.*/, ''));
  await connected(again);
  const noted = hub.facts().map(({ guestId }) => guestId);
  expect(noted).toEqual(expect.arrayContaining([zhao.id, qian.id]));
  await scanned(again, zhao.code);
  await answered(again, 'ALREADY', '小林');
});

test('[EV85] the host ends the session: the browser forgets everybody', async () => {
  guest('孙悦');
  const page = await paired(await telephone(), '小周');
  hub.endSessions();
  await page.getByText('本机的名单已清空').waitFor();
  expect(await keptIn(page)).toBe('[[],[]]');
});

test('[EV89] a refused camera is said so with what to do, and typing goes on', async () => {
  const { code } = guest('周到');
  const page = await paired(await telephone(false), '小吴');
  await turnOn(page);
  const fault = page.getByTestId('camera-fault');
  await fault.waitFor();
  expect(await fault.getAttribute('data-fault')).toBe('REFUSED');
  expect(await fault.textContent()).toContain('允许使用摄像头');
  // By hand, slower than any scanner, while the button that was pressed still has the focus.
  await page.keyboard.type(code, { delay: 70 });
  await page.keyboard.press('Enter');
  await answered(page, 'OK', '周＊');
});

test('[EV83] a second tab of one browser does not open a second door', async () => {
  const context = await telephone();
  const page = await paired(context, '小郑');
  const second = await context.newPage();
  await second.goto(page.url());
  await second.getByText('签到已在另一个页面打开').waitFor();
  expect(await second.getByTestId('steward-input').count()).toBe(0);
});

test('[SH30] the page loads nothing from elsewhere and breaks none of its policies', async () => {
  const context = await telephone();
  const complaints: string[] = [];
  context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const foreign: string[] = [];
  context.on('request', (request) => {
    if (!/^(?:https:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) foreign.push(request.url());
  });
  const page = await paired(context, '小冯');
  await turnOn(page);
  await page.locator('[data-testid=camera][data-state=on]').waitFor();
  camera.show('https://example.com/poster');
  await answered(page, 'UNKNOWN');
  expect([...complaints, ...foreign]).toEqual([]);
});

test('[EV54] at an exit the helper notes who leaves; the hub counts one fewer in the room', async () => {
  const { id, code } = guest('吴双');
  const page = await paired(await telephone(), '小蒋');
  await scanned(page, code);
  await answered(page, 'OK', '吴＊');
  await page.getByRole('button', { name: '离场', exact: true }).click();
  await scanned(page, code);
  await answered(page, 'LEFT', '吴＊');
  await connected(page);
  expect(
    hub.facts().flatMap(({ guestId, kind, answers }) => (guestId === id ? [[kind, answers !== null]] : [])),
  ).toEqual([
    ['IN', false],
    ['OUT', true],
  ]);
});

test('[EV55] [EV56] a hub that never comes back: its helper’s entries reach another hub with its link, or any desk in a file', async () => {
  const lost = await openStewardHub();
  const codes = Array.from({ length: 3 }, () => makeTicketCode(random));
  const ids = codes.map((ticketCode, place) => lost.addGuest({ name: `郑${place}`, ticketCode }));
  const next = await lost.successor();
  const context = await telephone();
  const page = await paired(context, '小沈', lost);
  await lost.close();
  for (const code of codes) {
    await scanned(page, code);
    await answered(page, 'OK');
  }
  await page.locator('[data-link=ALONE][data-waiting="3"]').waitFor();

  const asked = new Promise((resolve) =>
    page.once('dialog', (dialog) => resolve(dialog.dismiss().then(() => dialog.type()))),
  );
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe('beforeunload');

  await page.getByTestId('steward-gone').click();
  const saved = page.waitForEvent('download');
  await page.getByTestId('steward-file').click();
  const content = await readFile(await (await saved).path(), 'utf8');
  const passphrase = (await page.getByTestId('steward-passphrase').textContent()) ?? '';
  const desk = await lost.successor();
  expect(await readHandOver(desk.station, lost.eventId, { content, passphrase })).toMatchObject({
    value: { desk: '小沈', added: 3 },
  });
  await desk.close();
  await page.keyboard.press('Escape');

  await page.getByTestId('steward-input').fill(next.link());
  await page.keyboard.press('Enter');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: '带上 3 条' }).click();
  const there = await opened;
  await there.getByLabel('你的姓名或岗位').fill('小沈');
  await there.getByRole('button', { name: '开始签到' }).click();
  await connected(there);
  expect(next.facts().map(({ guestId }) => guestId)).toEqual(ids);
  expect(next.facts().map(({ id }) => id)).toEqual(desk.facts().map(({ id }) => id));
  await scanned(there, codes[0] ?? '');
  await answered(there, 'ALREADY', '郑');

  await page.getByRole('button', { name: '退出签到' }).click();
  await page.getByRole('button', { name: '主办方已收到' }).click();
  await page.getByText('本机的名单已清空').waitFor();
  expect(await keptIn(page)).toBe('[[],[]]');
  await next.close();
});
