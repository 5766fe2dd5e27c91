import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import { isOutOfDate, runBuild, webBuild } from '#scripts/start/build.ts';
import { provideBrowser } from '#scripts/test/browser.ts';
import { openStewardHub, type StewardHubWorld } from '#test/renderer/steward/hub-world.ts';
import { createFakeCamera, type FakeCamera } from '#test/support/fake-camera.ts';
import { testFolder } from '#test/workstation/session/support.ts';

let browser: Browser;
let camera: FakeCamera;
let hub: StewardHubWorld;

beforeAll(async () => {
  if (isOutOfDate(webBuild)) await runBuild(webBuild);
  const found = await provideBrowser();
  if (!found) throw new Error('There is no Chromium on this machine, and npm brings none for it.');
  camera = createFakeCamera(path.join(testFolder(), 'camera.y4m'));
  browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', ...camera.args] });
  hub = await openStewardHub();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

test('try', async () => {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  const random = seededRandom(7);
  const [code, other] = [makeTicketCode(random), makeTicketCode(random)];
  hub.addGuest({ name: '王小明', ticketCode: code });
  hub.addGuest({ name: '李小红', ticketCode: other });
  page.on('console', (m) => console.log(m.text()));
  page.on('pageerror', (m) => console.log(m.message));
  await context.grantPermissions(['camera']);
  await page.goto(hub.link());
  await page.getByLabel('你的姓名或岗位').fill('小陈');
  await page.getByRole('button', { name: '开始签到' }).click();
  const panel = page.getByTestId('door-panel');
  await page.locator('[data-link=CONNECTED]').waitFor();
  await page.getByRole('button', { name: '打开摄像头扫码' }).click();
  camera.show(code);
  await page.locator('[data-result=OK]').waitFor();
  await page.screenshot({ path: '/tmp/v3-x/one.png' });
  camera.show(other);
  await panel.getByText('李＊＊').waitFor();
  await page.screenshot({ path: '/tmp/v3-x/two.png' });
});
