import { expect, setUp, test } from '#test/support/launch.ts';
import { desktopObstacle, desktopShell } from '#test/support/shells.ts';

test.use({ bookWish: { kind: 'sample', clients: 30 } });

test('[SH20] the desktop shell goes through the first run and opens on Today', async ({ world }) => {
  test.skip(desktopObstacle !== null, desktopObstacle ?? '');
  const page = await (await desktopShell(world, 'Electron')).open();
  await setUp(page);
  await expect(page.getByRole('navigation', { name: '工作台导航' })).toBeVisible();
  expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
});
