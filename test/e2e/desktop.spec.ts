import path from 'node:path';
import { _electron } from '@playwright/test';
import { findElectron } from '#scripts/start/electron-binary.ts';
import { projectDir } from '#scripts/start/build.ts';
import { hasDisplay } from '#scripts/start/browser.ts';
import { expect, setUp, test, testPassphrase } from '#test/support/launch.ts';

const electron = findElectron();
const obstacle = electron
  ? process.getuid?.() === 0
    ? 'running as root, where Electron has no sandbox'
    : hasDisplay()
      ? null
      : 'there is no display'
  : 'there is no Electron binary on this machine';

test.use({ bookWish: { kind: 'sample', clients: 30 } });

test('[SH20] the desktop shell goes through the first run and opens on Today', async ({ world }) => {
  test.skip(obstacle !== null, obstacle ?? '');
  const app = await _electron.launch({
    executablePath: electron ?? '',
    args: [projectDir],
    env: {
      ...(process.env as Record<string, string>),
      ZHIKE_DATA_DIR: path.join(world.dir, 'desktop'),
      ZHIKE_START: JSON.stringify({
        centralUrl: null,
        language: 'zh-CN',
        proposal: {
          centralUrl: world.centre.url(),
          code: await world.centre.newCode(),
          passphrase: testPassphrase,
          deviceName: 'Electron',
        },
      }),
    },
  });
  const page = await app.firstWindow();
  await setUp(page);
  await expect(page.getByRole('navigation', { name: '工作台导航' })).toBeVisible();
  expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
  await app.close();
});
