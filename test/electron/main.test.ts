import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { contract } from '#core/api/contract.ts';
import { lockFolder } from '#db/folder-lock.ts';
import { createHost } from '#workstation/create-host.ts';
import { desktopBuild, isOutOfDate, projectDir, runBuild } from '#scripts/start/build.ts';
import { bootMain, loadDouble } from '#test/electron/boot.ts';
import type * as Double from '#test/electron/double.ts';
import { testHostOptions, testSetup } from '#test/workstation/session/support.ts';
import { testFolder } from '#test/support/temporary.ts';

let double: typeof Double;
let dataDir: string;

beforeAll(async () => {
  if (isOutOfDate(desktopBuild)) await runBuild(desktopBuild);
  double = await loadDouble();
}, 120_000);

beforeEach(() => {
  dataDir = testFolder();
  vi.stubEnv('ZHIKE_DATA_DIR', dataDir);
  double.reset({ appPath: projectDir, userData: path.join(dataDir, 'unused') });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const worker of double.world.workers) await worker.terminate();
});

async function windowOpened(): Promise<Double.BrowserWindow> {
  await bootMain();
  return vi.waitFor(() => {
    const [window] = double.world.windows;
    if (!window) throw new Error('No window yet.');
    return window;
  });
}

/** Asks main for a port as the preload does, and talks over it as the screen does. */
async function connect(window: Double.BrowserWindow): Promise<ContractRouterClient<typeof contract>> {
  const frame = { parent: null, url: 'app://zhike/index.html' };
  const before = window.webContents.ports.length;
  double.ipcMain.emit('zhike:port-wanted', { sender: window.webContents, senderFrame: frame });
  await vi.waitFor(() => expect(window.webContents.ports.length).toBeGreaterThan(before));
  const port = window.webContents.ports.at(-1);
  if (!port) throw new Error('No port came.');
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ port }));
  port.start();
  return client;
}

/** A set-up book in the folder the desktop shell uses. */
async function setUpBook(keychain?: Parameters<typeof createHost>[0]['vault']['keychain']): Promise<void> {
  const options = testHostOptions(path.join(dataDir, 'workstation'));
  const host = createHost({ ...options, vault: { ...options.vault, keychain } });
  await host.setup(testSetup);
  await host.close();
}

describe('the window', () => {
  test('[SH20] is sandboxed and isolated, has no Node, and shows app://zhike', async () => {
    const window = await windowOpened();
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(existsSync(window.options.webPreferences?.preload ?? '')).toBe(true);
    expect(window.urls).toEqual(['app://zhike/index.html']);
    expect(double.world.schemes).toMatchObject([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ]);
    expect(double.world.schemes[0]?.privileges?.bypassCSP).toBeFalsy();
  });

  test('[SH4] the scheme serves the built screen with the strict policy, and nothing outside its folder', async () => {
    await windowOpened();
    const ask = (url: string) => double.world.handler?.(new Request(url)) as Promise<Response>;
    const page = await ask('app://zhike/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`script-src 'self';`);
    expect(policy).toContain(`connect-src 'self';`);
    for (const url of [
      'app://other/index.html',
      'app://zhike/..%2f..%2fpackage.json',
      'app://zhike/missing.js',
    ]) {
      expect((await ask(url)).status).toBe(404);
    }
  });

  test('[SH30] of the screen’s files only the reader of camera codes may compile WebAssembly', async () => {
    await windowOpened();
    const files = readdirSync(path.join(projectDir, 'out', 'renderer', 'assets'));
    const mayCompile = async (file: string): Promise<boolean> => {
      const answer = (await double.world.handler?.(new Request(`app://zhike/assets/${file}`))) as Response;
      return (answer.headers.get('content-security-policy') ?? '').includes('wasm-unsafe-eval');
    };
    const allowed = [];
    for (const file of files) if (await mayCompile(file)) allowed.push(file.replace(/-[\w-]+\.js$/, ''));
    expect(allowed).toEqual(['code-reader.worker']);
  });

  test('[SH21] navigation, windows and webviews are denied', async () => {
    const { webContents } = await windowOpened();
    const isHeld = (event: string, url: string): boolean => {
      let held = false;
      webContents.emit(event, { url, preventDefault: () => (held = true) });
      return held;
    };
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const url of [
        'https://evil.example/',
        'file:///etc/passwd',
        'app://other/',
        'javascript:alert(1)',
        'data:text/html,x',
      ]) {
        expect(isHeld(event, url)).toBe(true);
      }
      expect(isHeld(event, 'app://zhike/index.html#/clients')).toBe(false);
    }
    expect(isHeld('will-attach-webview', 'app://zhike/')).toBe(true);
    expect(webContents.openHandler?.({ url: 'app://zhike/index.html' })).toEqual({ action: 'deny' });
  });

  test('[SH27] a number leaves by the system’s dialler, when the screen asks and it is only a number', async () => {
    const { webContents } = await windowOpened();
    const follow = (url: string): void =>
      void webContents.emit('will-navigate', { url, preventDefault: () => {} });
    for (const url of [
      'tel:*#06#',
      'tel:+8616012345678;ext=9',
      'sms:10086',
      'sms:10086,10010?body=hello',
      'sms:10086?body=two words',
      'sms:10086?body=a&cc=10010',
      'https://evil.example/tel:10086',
    ]) {
      follow(url);
    }
    expect(double.world.external).toEqual([]);
    follow('tel:+8616088887766');
    expect(double.world.external).toEqual(['tel:+8616088887766']);
    const message = `sms:16088887766?body=${encodeURIComponent('王女士您好：见面聊。拒收请回复R')}`;
    follow(message);
    expect(double.world.external[1]).toBe(message);
    webContents.url = 'app://other/';
    follow('tel:+8616088887766');
    follow(message);
    expect(double.world.external).toHaveLength(2);
  });

  test('[SH21] of all permissions only the camera and clipboard writing are granted, and to the screen only', async () => {
    await windowOpened();
    const ask = (permission: string, requestingUrl: string, mediaTypes?: string[]): boolean => {
      let granted = false;
      double.world.permissionRequest?.({} as never, permission as never, (answer) => (granted = answer), {
        requestingUrl,
        isMainFrame: true,
        ...(mediaTypes ? { mediaTypes } : {}),
      } as never);
      return granted;
    };
    const ours = 'app://zhike/index.html';
    expect(ask('media', ours, ['video'])).toBe(true);
    expect(ask('clipboard-sanitized-write', ours)).toBe(true);
    for (const other of [
      'geolocation',
      'notifications',
      'midi',
      'clipboard-read',
      'openExternal',
      'fullscreen',
      'usb',
    ]) {
      expect(ask(other, ours)).toBe(false);
    }
    expect(ask('media', ours, ['video', 'audio'])).toBe(false);
    expect(ask('media', ours, ['audio'])).toBe(false);
    expect(ask('media', 'https://evil.example/', ['video'])).toBe(false);
    expect(double.world.permissionCheck?.({} as never, 'geolocation' as never, ours, {} as never)).toBe(
      false,
    );
    expect(double.world.devicePermission?.({} as never)).toBe(false);
  });

  test('[SH21] the page reaches no network', async () => {
    await windowOpened();
    const isCancelled = (url: string): boolean => {
      let cancelled = false;
      double.world.beforeRequest?.({ url }, ({ cancel = false }) => (cancelled = cancel));
      return cancelled;
    };
    for (const url of [
      'https://evil.example/',
      'http://127.0.0.1:4460/',
      'ws://evil.example/',
      'file:///etc/passwd',
    ]) {
      expect(isCancelled(url)).toBe(true);
    }
    for (const url of ['app://zhike/assets/x.js', 'blob:app://zhike/1', 'data:image/png;base64,AA']) {
      expect(isCancelled(url)).toBe(false);
    }
  });

  test('[SH28] a telephone server opens its own origin and the microphone, and nothing more', async () => {
    const folder = path.join(dataDir, 'workstation');
    mkdirSync(folder, { recursive: true });
    const keep = (phoneServer: string): void =>
      writeFileSync(path.join(folder, 'device.json'), JSON.stringify({ phoneServer }));
    keep('wss://pbx.firm.example:7443');
    await windowOpened();
    const isCancelled = (url: string): boolean => {
      let cancelled = false;
      double.world.beforeRequest?.({ url }, ({ cancel = false }) => (cancelled = cancel));
      return cancelled;
    };
    const mayHear = (requestingUrl: string): boolean => {
      let granted = false;
      const details = { requestingUrl, isMainFrame: true, mediaTypes: ['audio'] } as never;
      double.world.permissionRequest?.({} as never, 'media', (answer) => (granted = answer), details);
      return granted;
    };
    expect(isCancelled('wss://pbx.firm.example:7443/ws')).toBe(false);
    for (const other of [
      'wss://pbx.firm.example/ws',
      'https://pbx.firm.example:7443/',
      'wss://evil.example:7443/',
    ]) {
      expect(isCancelled(other)).toBe(true);
    }
    expect(mayHear('app://zhike/index.html')).toBe(true);
    expect(mayHear('https://pbx.firm.example:7443/')).toBe(false);
    keep('wss://pbx.firm.example; script-src *');
    expect(mayHear('app://zhike/index.html')).toBe(false);
  });

  test('[SH29] a reminder is a desktop notification that says no name, and a click opens the client', async () => {
    const window = await windowOpened();
    const clientId = '0194aaaa-0000-7000-8000-000000000001';
    const told = { kind: 'reminder', count: 1, time: '14:30', name: null, clientId };
    const [worker] = double.world.workers;
    worker?.emit('message', { ...told, isMissed: false, isSilent: true });
    worker?.emit('message', { ...told, count: 3, name: '王晓明', isMissed: true, isSilent: false });
    const [one, many] = double.world.notifications;
    expect(one?.options).toEqual({
      title: '知客 · 回电提醒',
      body: '约定 14:30 的回电到时间了',
      silent: true,
    });
    expect(JSON.stringify(many?.options)).not.toContain('王晓明');
    one?.emit('click');
    expect(window.urls.at(-1)).toBe(`app://zhike/index.html#/clients/${clientId}`);
    many?.emit('click');
    expect(window.urls.at(-1)).toBe('app://zhike/index.html#/calls');
  });

  test('[SH29] the window in front shows the reminder itself: no notification lies over its keys', async () => {
    const window = await windowOpened();
    const told = { kind: 'reminder', count: 1, time: '14:30', name: null, clientId: 'x', isMissed: false };
    window.isInFront = true;
    double.world.workers[0]?.emit('message', { ...told, isSilent: true });
    expect(double.world.notifications).toEqual([]);
    window.isInFront = false;
    double.world.workers[0]?.emit('message', { ...told, isSilent: true });
    expect(double.world.notifications).toHaveLength(1);
  });

  test('keeps where it stood', async () => {
    const window = await windowOpened();
    window.emit('close');
    const state = JSON.parse(readFileSync(path.join(dataDir, 'desktop', 'window.json'), 'utf8'));
    expect(state).toMatchObject({ bounds: { x: 40, y: 50, width: 1200, height: 700 } });
    double.world.windows.length = 0;
    expect((await windowOpened()).options).toMatchObject({ x: 40, y: 50, width: 1200, height: 700 });
  });
});

describe('the workstation behind it', () => {
  test('[SH22] the screen talks to the built service over the port it asked for', async () => {
    const client = await connect(await windowOpened());
    expect(await client.session.status()).toMatchObject({
      state: 'setup',
      shell: 'desktop',
      version: '0.1.0',
    });
  });

  test('[SH22] only our own main frame is given a port', async () => {
    const { webContents } = await windowOpened();
    const ask = (sender: unknown, senderFrame: unknown) =>
      double.ipcMain.emit('zhike:port-wanted', { sender, senderFrame });
    ask(webContents, { parent: {}, url: 'app://zhike/index.html' });
    ask(webContents, { parent: null, url: 'https://evil.example/' });
    ask(webContents, null);
    ask(new double.FakeContents(), { parent: null, url: 'app://zhike/index.html' });
    expect(webContents.ports).toEqual([]);
  });

  test('[SH24] quitting waits until the store is closed, then quits', async () => {
    await setUpBook();
    const client = await connect(await windowOpened());
    await client.session.unlock({ passphrase: testSetup.passphrase });
    const store = path.join(dataDir, 'workstation', 'book', 'store.db');
    expect(existsSync(`${store}-wal`)).toBe(true);
    double.app.quit();
    expect(double.world.quits).toBe(0);
    await vi.waitFor(() => expect(double.world.quits).toBe(1), 10_000);
    expect(existsSync(`${store}-wal`)).toBe(false);
    const lock = lockFolder(path.join(dataDir, 'workstation'));
    expect(lock.ok).toBe(true);
    if (lock.ok) lock.value.release();
  });

  test('[SH25] the OS keychain opens the book at start; a plain-text one is not used', async () => {
    const turn = (bytes: Uint8Array, from: BufferEncoding, to: BufferEncoding): Uint8Array =>
      Buffer.from([...Buffer.from(bytes).toString(from)].toReversed().join(''), to);
    await setUpBook({
      encrypt: (plain) => Promise.resolve(turn(plain, 'base64', 'utf8')),
      decrypt: (sealed) => Promise.resolve(turn(sealed, 'utf8', 'base64')),
    });
    const client = await connect(await windowOpened());
    await vi.waitFor(async () => expect((await client.session.status()).state).toBe('open'), 10_000);
    double.app.quit();
    await vi.waitFor(() => expect(double.world.quits).toBe(1), 10_000);
    double.reset({ appPath: projectDir, storageBackend: 'basic_text' });
    const second = await connect(await windowOpened());
    expect((await second.session.status()).state).toBe('locked');
  });

  test('[SH26] a workstation that dies is said so, started again, and the screen gets a new port', async () => {
    const window = await windowOpened();
    await connect(window);
    const before = window.webContents.ports.length;
    await double.world.workers[0]?.terminate();
    await vi.waitFor(() => expect(window.webContents.ports.length).toBe(before + 1));
    expect(double.world.errors).toEqual([expect.stringContaining('正在重新启动')]);
    const client = await connect(window);
    expect((await client.session.status()).state).toBe('setup');
  });
});

describe('one window per book', () => {
  test('[SH23] a second start without the lock quits and opens nothing', async () => {
    double.world.hasLock = false;
    await bootMain();
    expect(double.world.quits).toBe(1);
    expect(double.world.windows).toEqual([]);
    expect(double.world.userData).toBe(path.join(dataDir, 'desktop'));
  });

  test('[SH23] a second start shows the first window and hands over its link, if the link is one', async () => {
    const window = await windowOpened();
    expect(double.world.protocolClient).toBe('zhike');
    double.app.emit('second-instance', {}, ['zhike', 'zhike://clients/0194aaaa-0000-7000-8000-000000000001']);
    expect(window.shown).toBeGreaterThan(0);
    expect(window.urls.at(-1)).toBe('app://zhike/index.html#/clients/0194aaaa-0000-7000-8000-000000000001');
    double.app.emit('open-url', { preventDefault: () => {} }, 'zhike://today');
    expect(window.urls.at(-1)).toBe('app://zhike/index.html#/');
    const count = window.urls.length;
    for (const link of [
      'zhike://evil/x',
      'zhike://clients/../../x',
      'zhike://clients/a?b=c',
      'zhike://sync/x',
      'zhike://',
    ]) {
      double.app.emit('open-url', { preventDefault: () => {} }, link);
    }
    expect(window.urls.length).toBe(count);
  });
});

test('the menu and the tray speak the language of the screen', async () => {
  vi.stubEnv('ZHIKE_START', JSON.stringify({ centralUrl: null, proposal: null, language: 'en' }));
  mkdirSync(path.join(dataDir, 'workstation'), { recursive: true });
  const client = await connect(await windowOpened());
  expect(double.world.menus.flat().map(({ label }) => label)).toContain('Edit');
  expect(double.world.tooltips.at(-1)).toBe('Zhike · locked');
  await client.session.setLanguage({ language: 'zh-CN' });
  await vi.waitFor(() => expect(double.world.tooltips.at(-1)).toBe('知客 · 已锁定'));
});
