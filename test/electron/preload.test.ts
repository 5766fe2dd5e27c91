import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EventEmitter } from 'node:events';
import { chromium, type Browser, type Page } from '@playwright/test';
import { RPCHandler } from '@orpc/server/message-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetOf } from '#core/shells/assets.ts';
import { pagePolicy } from '#core/shells/page-policy.ts';
import { createHost } from '#workstation/create-host.ts';
import type { Host } from '#workstation/host.ts';
import { router } from '#workstation/router.ts';
import { desktopBuild, isOutOfDate, projectDir, runBuild } from '#scripts/start/build.ts';
import { provideBrowser } from '#scripts/test/browser.ts';
import { testHostOptions } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

/** The built preload and the built screen in a real Chromium page; main's part is played here. */
const origin = 'https://zhike.test';
let browser: Browser;
let host: Host;

beforeAll(async () => {
  if (isOutOfDate(desktopBuild)) await runBuild(desktopBuild);
  const found = await provideBrowser();
  if (!found) throw new Error('There is no Chromium on this machine, and npm brings none for it.');
  browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
  host = createHost(testHostOptions(testFolder()));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

/** A page with the preload run before it; `window.sent` holds what the preload sent to main. */
async function pageWithPreload(): Promise<Page> {
  const page = await browser.newPage();
  const port = new EventEmitter();
  const post = (message: unknown) =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between processes has no origin
    page.evaluate((data) => (globalThis as unknown as PageParts).far.postMessage(data), message as string);
  new RPCHandler(router).upgrade(
    Object.assign(port, { postMessage: (message: unknown) => void post(message) }) as never,
    { context: { host } },
  );
  await page.exposeFunction('toWorkstation', (data: string) => port.emit('message', { data }));
  const code = readFileSync(path.join(projectDir, 'out', 'preload', 'index.cjs'), 'utf8');
  await page.addInitScript(`{
    const listeners = {};
    addEventListener('message', ({ data, ports }) => data === 'zhike:port' && (window.near = ports[0]));
    window.sent = [];
    const electron = {
      contextBridge: { exposeInMainWorld: (name, value) => Object.defineProperty(window, name, { value }) },
      ipcRenderer: {
        on: (channel, listener) => { listeners[channel] = listener; },
        send: (channel, ...rest) => {
          window.sent.push([channel, ...rest]);
          const { port1, port2 } = new MessageChannel();
          window.far = port2;
          port2.onmessage = ({ data }) => window.toWorkstation(data);
          listeners['zhike:port']({ ports: [port1] });
        },
      },
    };
    (function (require, module, exports) { ${code} })(() => electron, { exports: {} }, {});
  }`);
  await page.route(`${origin}/**`, async (route) => {
    const asset = assetOf(new URL(route.request().url()).pathname);
    if (!asset) return route.fulfill({ status: 404 });
    const body = await readFile(path.join(projectDir, 'out', 'renderer', asset.relative));
    const headers = { ...pagePolicy([], null), 'content-type': asset.type };
    return route.fulfill({ body, headers });
  });
  return page;
}

interface PageParts {
  readonly far: MessagePort;
  readonly near: MessagePort;
  readonly sent: unknown[][];
  readonly zhikeDesktop: unknown;
}

test('[SH22] the built screen asks the built preload for its port and works over it', async () => {
  const page = await pageWithPreload();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${origin}/index.html`);
  await page.locator('input[type=password]').waitFor();
  expect(await page.evaluate(() => (globalThis as unknown as PageParts).sent)).toEqual([
    ['zhike:port-wanted'],
  ]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('[SH22] the preload leaves a marker in the page and passes nothing else on', async () => {
  const page = await pageWithPreload();
  await page.goto(`${origin}/icon.svg`);
  const before = await page.evaluate(() => (globalThis as unknown as PageParts).sent.length);
  const left = await page.evaluate(async () => {
    for (const message of ['zhike:anything', { type: 'zhike:port-wanted' }, ['zhike:port-wanted']])
      postMessage(message, '*');
    // A message of one's own comes after those: when it is here, they were handled.
    await new Promise((resolve) => {
      addEventListener('message', ({ data }) => data === 'last' && resolve(null));
      postMessage('last', '*');
    });
    const { sent, zhikeDesktop } = globalThis as unknown as PageParts;
    return {
      count: sent.length,
      zhikeDesktop,
      hasRequire: 'require' in globalThis,
      hasProcess: 'process' in globalThis,
    };
  });
  expect(left).toEqual({ count: before, zhikeDesktop: true, hasRequire: false, hasProcess: false });
  await page.close();
});

test('[SH26] a screen whose workstation died says so, and goes on with the next port', async () => {
  const page = await pageWithPreload();
  await page.goto(`${origin}/index.html`);
  await page.locator('input[type=password]').waitFor();
  // Electron fires this at a page's port whose other end is gone; Chromium alone does not.
  await page.evaluate(() => (globalThis as unknown as PageParts).near.dispatchEvent(new Event('close')));
  const lost = page.getByText(/连接中断|connection to this workstation broke/);
  await lost.waitFor();
  await page.evaluate(() => postMessage('zhike:port-wanted', location.origin));
  await lost.waitFor({ state: 'detached' });
  expect(await page.locator('input[type=password]').count()).toBe(1);
  await page.close();
});
