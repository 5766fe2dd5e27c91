import type { Page } from '@playwright/test';
import { expect, setUp, test } from '#test/support/launch.ts';
import { faultsOn, rulesIn, settle } from '#test/support/looks.ts';
import { otherDevice, type OtherDevice } from '#test/support/other-device.ts';
import { picture } from '#test/support/pictures.ts';

test.use({ bookWish: { kind: 'sample', clients: 60 }, startsAt: '2026-11-23T10:00:00+08:00', trace: 'off' });

const pill = (page: Page) => page.getByTestId('sync-pill');
const show = (page: Page, address: string): Promise<void> =>
  page.evaluate((to) => void (location.hash = to), address);
const synced = async (page: Page): Promise<void> => {
  await expect(pill(page)).toHaveAttribute('data-phase', 'synced', { timeout: 30_000 });
  await expect(pill(page)).toHaveAttribute('data-pending', '0', { timeout: 30_000 });
};

interface Chosen {
  readonly clientId: string;
  readonly clientSeq: number;
  readonly tagId: string;
  readonly tagSeq: number;
  readonly tagName: string;
}

/** A client with a phone and a tag. */
function choose({ rows }: OtherDevice): Chosen {
  for (const tag of rows.filter(({ entity }) => entity === 'tag')) {
    const client = rows.find(({ entity, id }) => entity === 'client' && id === tag.data?.['clientId']);
    if (!client?.data?.['phone']) continue;
    const tagName = String(tag.data?.['name']);
    return { clientId: client.id, clientSeq: client.seq, tagId: tag.id, tagSeq: tag.seq, tagName };
  }
  throw new Error('The sample book has a client with a tag.');
}

test('[SY7] [SY16] the sync screen with real rows: waiting, conflicts, refused, changes, devices, proof', async ({
  page,
  world,
}) => {
  const faults: string[] = [];
  const look = (name: string): Promise<void> => looks(page, name, { faults });
  const glance = (name: string): Promise<void> => looks(page, name, { faults, wanted: twoLooks });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const workstation = await world.workstation({ deviceName: '前台电脑' });
  const other = await otherDevice({
    centralUrl: world.centre.url(),
    code: await world.centre.newCode(),
    deviceName: '出差用的笔记本',
    clockOffsetMs: world.clockOffsetMs,
  });
  await workstation.open(page);
  await setUp(page);
  await synced(page);
  const { clientId, clientSeq, tagId, tagSeq, tagName } = choose(other);

  await test.step('offline: each row not at the centre carries its mark, the list says why', async () => {
    workstation.network.cut();
    await show(page, `#/clients/${clientId}`);
    await page.getByRole('button', { name: `移除标签${tagName}` }).click();
    await page.getByRole('button', { name: '更正资料' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('手机').fill('16012340001');
    await drawer.getByLabel('城市').fill('苏州');
    await drawer.getByRole('combobox', { name: '层级' }).click();
    await page.getByRole('option', { name: '私行' }).click();
    await drawer.getByRole('button', { name: '保存' }).click();
    await expect(drawer).toBeHidden();
    await page.getByPlaceholder(/写一条备注/).fill('约好下周三来看产品说明书。');
    await page.keyboard.press('Control+Enter');
    const note = page.getByRole('listitem').filter({ hasText: '约好下周三' });
    await expect(note.getByTestId('change-mark')).toHaveAttribute('data-state', 'waiting');
    await expect(page.getByTestId('change-mark')).toHaveCount(2);
    await expect(pill(page)).toHaveAttribute('data-phase', 'offline');
    await expect(pill(page)).toContainText('离线');
    await picture(page, 'sync/marks');
    await show(page, '#/sync?tab=waiting');
    await expect(page.getByTestId('sync-waiting').getByText('更正客户资料')).toBeVisible();
    await expect(page.getByTestId('sync-why-waiting')).toContainText('恢复网络后');
    await look('waiting');
  });

  await test.step('meanwhile another device changes the same', async () => {
    const patch = { phone: '+8616012340002', city: '无锡', tier: 'VIP' };
    const edit = await other.push({ entity: 'client', id: clientId, op: 'patch', patch, base: clientSeq });
    const untag = await other.push({ entity: 'tag', id: tagId, op: 'delete', patch: {}, base: tagSeq });
    expect([edit.status, untag.status]).toEqual(['applied', 'applied']);
  });

  await test.step('back online: conflicts side by side, one taken, taken back, taken again', async () => {
    workstation.network.mend();
    await page.getByRole('button', { name: '立即同步' }).click();
    await synced(page);
    await page.getByRole('tab', { name: /冲突/ }).click();
    const city = page.getByTestId('conflict-city');
    await expect(city).toContainText('无锡');
    await expect(city).toContainText('苏州');
    await expect(page.getByTestId('conflict-phone')).toContainText('160****0002');
    await look('conflicts');
    await city.getByRole('button', { name: '改用这个值' }).click();
    await expect(city).toBeHidden();
    await expect(page.getByTestId('sync-decided')).toContainText('苏州');
    await picture(page, 'sync/decided');
    await page.getByRole('button', { name: '撤销' }).click();
    await expect(city).toContainText('苏州');
    await city.getByRole('button', { name: '改用这个值' }).click();
    await expect(city).toBeHidden();
    await synced(page);
  });

  await test.step('refused: why and what to do; offered again; let go of', async () => {
    await page.getByRole('tab', { name: /被退回/ }).click();
    const refused = page.getByTestId('sync-refused');
    await expect(refused).toContainText('移除标签');
    await expect(refused).toContainText('该记录已在中心删除');
    await look('refused');
    await refused.getByRole('button', { name: '再次提交' }).click();
    await expect(page.getByText('不能再次提交')).toBeVisible();
    await refused.getByRole('button', { name: '不再保留' }).click();
    await glance('dismiss');
    await page.getByRole('dialog').getByRole('button', { name: '不再保留' }).click();
    await expect(page.getByText('没有被退回的内容')).toBeVisible();
  });

  await test.step('the latest changes: has the centre got each of them?', async () => {
    await page.getByRole('tab', { name: '最近的更改' }).click();
    await expect(page.getByTestId('sync-changes').locator('[data-state=stored]').first()).toBeVisible();
    await look('changes');
  });

  await test.step('a lost device is revoked in two steps', async () => {
    await page.getByRole('tab', { name: '设备' }).click();
    const lost = page.locator('[data-device=出差用的笔记本]');
    await look('devices');
    await lost.getByRole('button', { name: /停用/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: '停用这台设备' })).toBeDisabled();
    await dialog.getByRole('checkbox').check();
    await glance('revoke');
    await dialog.getByRole('button', { name: '停用这台设备' }).click();
    await expect(dialog).toBeHidden();
    await expect(lost).toHaveAttribute('data-revoked', 'true');
  });

  await test.step('compare, repair, and the data saver', async () => {
    await page.getByRole('tab', { name: '核对与修复' }).click();
    await page.getByRole('button', { name: '现在核对' }).click();
    await expect(page.getByTestId('sync-proof')).toHaveAttribute('data-equal', 'true');
    await page.getByRole('button', { name: '开始修复' }).click();
    await expect(page.getByText(/全部与中心一致，无需修复/)).toBeVisible();
    await page.getByRole('switch', { name: '省流量' }).check();
    await expect(pill(page)).toContainText('省流量');
    await look('upkeep');
    await page.getByRole('button', { name: '重新取数…' }).click();
    await glance('rebuild');
    await page.getByRole('dialog').getByRole('button', { name: '重新取数' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await synced(page);
  });
  expect(faults).toEqual([]);
});

type Language = 'zh' | 'en';
type Scheme = 'light' | 'dark';
const allLooks = ['zh-light', 'zh-dark', 'en-light', 'en-dark'] as const;
/** A window over the page: each language and each scheme once. */
const twoLooks = ['zh-light', 'en-dark'] as const;

/** Pictures of what is on screen in both languages and schemes, and what is wrong with any of them. */
async function looks(
  page: Page,
  name: string,
  { faults, wanted = allLooks }: { faults: string[]; wanted?: readonly (typeof allLooks)[number][] },
): Promise<void> {
  for (const place of wanted) {
    const [language, scheme] = place.split('-') as [Language, Scheme];
    await speak(page, language);
    await page.emulateMedia({ colorScheme: scheme });
    await settle(page);
    const found = await faultsOn(page, rulesIn[language][scheme], true);
    faults.push(...found.map((fault) => `${place}-${name}: ${fault}`));
    await picture(page, `sync/${place}-${name}`);
  }
  await speak(page, 'zh');
  await page.emulateMedia({ colorScheme: 'light' });
}

async function speak(page: Page, language: Language): Promise<void> {
  const isSpoken = (await page.locator('html').getAttribute('lang'))?.startsWith(language);
  // Not a click: a window that is open lies over the switch.
  if (!isSpoken) await page.locator('header [aria-label*="/"]').dispatchEvent('click');
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en');
}
