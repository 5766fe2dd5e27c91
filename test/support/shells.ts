import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { hasDisplay } from '#scripts/start/browser.ts';
import { projectDir } from '#scripts/start/build.ts';
import { findElectron } from '#scripts/start/electron-binary.ts';
import { startProxy, type CuttableProxy } from '#test/support/cuttable-proxy.ts';
import { testPassphrase, type World } from '#test/support/launch.ts';

/** A workstation in one of the two shells, as the same test drives both. */
export interface TestShell {
  readonly network: CuttableProxy;
  /** The page that shows the screen. */
  readonly open: () => Promise<Page>;
  /** Ends the workstation as a crash would, starts and unlocks it again, and answers the page that now shows it. */
  readonly crash: () => Promise<Page>;
}

const electron = findElectron();

/** Why the desktop shell cannot be run here, in words; null where it can. */
export const desktopObstacle = electron
  ? process.getuid?.() === 0
    ? 'running as root, where Electron has no sandbox'
    : hasDisplay()
      ? null
      : 'there is no display'
  : 'there is no Electron binary on this machine';

/** The browser shell, in the page of the test. */
export async function browserShell(world: World, page: Page, deviceName: string): Promise<TestShell> {
  const workstation = await world.workstation({ deviceName });
  return {
    network: workstation.network,
    open: async () => {
      await workstation.open(page);
      return page;
    },
    crash: async () => {
      await workstation.kill();
      await workstation.start();
      await unlock(page);
      return page;
    },
  };
}

/** The desktop shell, with the binary that {@link desktopObstacle} looked for. */
export async function desktopShell(world: World, deviceName: string): Promise<TestShell> {
  const network = await startProxy(Number(new URL(world.centre.url()).port));
  world.onEnd(network.close);
  const code = await world.centre.newCode();
  const proposal = { centralUrl: network.url, code, passphrase: testPassphrase, deviceName };
  const start = { centralUrl: null, language: 'zh-CN', proposal, clockOffsetMs: world.clockOffsetMs };
  let app: ElectronApplication | null = null;
  const open = async (): Promise<Page> => {
    app = await _electron.launch({
      executablePath: electron ?? '',
      args: [projectDir],
      env: {
        ...(process.env as Record<string, string>),
        ZHIKE_DATA_DIR: path.join(world.dir, 'desktop'),
        ZHIKE_START: JSON.stringify(start),
      },
    });
    const page = await app.firstWindow();
    await page.setViewportSize({ width: 1366, height: 768 });
    return page;
  };
  world.onEnd(async () => app?.close());
  return {
    network,
    open,
    crash: async () => {
      const dying = app?.process();
      const ended = new Promise((resolve) => dying?.once('exit', resolve));
      dying?.kill('SIGKILL');
      await ended;
      const page = await open();
      // The OS keychain opens the desktop; where there is none, it asks.
      await page.locator('nav, input[type=password]').first().waitFor();
      if (await page.locator('input[type=password]').isVisible()) await unlock(page);
      return page;
    },
  };
}

async function unlock(page: Page): Promise<void> {
  await page.locator('input[type=password]').fill(testPassphrase);
  await page.getByRole('button', { name: '解锁' }).click();
}
