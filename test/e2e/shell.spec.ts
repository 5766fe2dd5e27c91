import { expect, setUp, test, testPassphrase } from '#test/support/launch.ts';

test.use({ bookWish: { kind: 'sample', clients: 30 } });

test('[SH2] first run: from the link to the Today screen in three clicks, no script error, no policy violation', async ({
  page,
  world,
}) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const workstation = await world.workstation();
  await workstation.open(page);
  await setUp(page);
  await expect(page.getByRole('navigation', { name: '工作台导航' })).toBeVisible();
  expect(complaints).toEqual([]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('[ST10] the page finds its workstation again after a crash, locked, and the passphrase opens it', async ({
  page,
  world,
}) => {
  const workstation = await world.workstation();
  await workstation.open(page);
  const recoveryKey = await setUp(page);
  await expect(page.getByRole('navigation', { name: '工作台导航' })).toBeVisible();
  await workstation.kill();
  await workstation.start();
  const passphrase = page.locator('input[type=password]');
  await passphrase.fill('not the passphrase');
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await passphrase.fill(testPassphrase);
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('navigation', { name: '工作台导航' })).toBeVisible();
  expect(recoveryKey).toMatch(/^([0-9A-Z]{4}-){8}[0-9A-Z]{4}$/);
});

test('[SH3] another browser context without the link sees nothing', async ({ browser, world }) => {
  const workstation = await world.workstation();
  const { origin } = new URL(await workstation.link());
  const stranger = await browser.newPage();
  const response = await stranger.goto(`${origin}/`);
  expect(response?.status()).toBe(403);
  await expect(stranger.getByText('请用启动窗口里的链接打开')).toBeVisible();
  const isOpen = await stranger.evaluate(
    (address) =>
      new Promise((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      }),
    `${origin.replace('http', 'ws')}/rpc`,
  );
  expect(isOpen).toBe(false);
  await stranger.close();
});

test('[ST8] a second workstation process on the same folder is refused in words', async ({ page, world }) => {
  const first = await world.workstation();
  await first.open(page);
  await setUp(page);
  const second = await world.workstation({ dataDir: first.dataDir });
  await second.open(page);
  await expect(page.getByRole('alert')).toContainText('另一个知客');
});
