import type { Page } from '@playwright/test';
import { expect, setUp, test } from '#test/support/launch.ts';
import { faultsOn, rulesIn, settle } from '#test/support/looks.ts';
import { picture } from '#test/support/pictures.ts';

test.use({ bookWish: { kind: 'sample', clients: 150 }, startsAt: '2026-11-23T10:00:00+08:00', trace: 'off' });

interface Stop {
  readonly name: string;
  readonly address: string;
  /** What to press once the page is there. */
  readonly act?: (page: Page) => Promise<void>;
  /** The page has to fit without scrolling at 1366×768. */
  readonly isFixed?: boolean;
}

/** Answers the questionnaire up to the place to sign. */
async function answerAll(page: Page): Promise<void> {
  await page.getByText(/客户本人持设备作答|The client holds the device/).click();
  await page.getByText(/完全民事行为能力|Full civil capacity/).click();
  const reason = page.getByRole('main').getByRole('textbox');
  if (await reason.isVisible()) await reason.fill('收入有变化');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: /开始作答|Start/ }).click();
  while (!(await page.getByTestId('signature-pad').isVisible())) {
    await page.keyboard.press('Digit2');
    await page.keyboard.press('Enter');
  }
}

async function search(page: Page): Promise<void> {
  await page.keyboard.press('Slash');
  await page.getByRole('dialog').getByRole('textbox').fill('wang');
  await expect(page.getByRole('dialog').getByText('王伟').first()).toBeVisible();
}

/** Lets one guest in; the second time the door says so. */
const admit = (name: string) => async (page: Page) => {
  await page.getByTestId('door-input').fill(name);
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('door-panel')).not.toHaveAttribute('data-tone', 'idle');
};

async function handOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^更多|^More/ }).click();
  await page.getByTestId('hand-over').click();
}

/** Opens the hub, the first time; then it is open. */
async function openHub(page: Page): Promise<void> {
  const [open, hub] = [page.getByTestId('open-hub'), page.getByTestId('hub')];
  await open.or(hub).waitFor();
  if (await open.isVisible()) await open.click();
  await hub.waitFor();
}

/** Ticks a client and opens what the selection can be invited to. */
async function inviteTicked(page: Page): Promise<void> {
  const box = page.locator('[role=row][aria-rowindex="2"] input[type=checkbox]');
  if (!(await box.isChecked())) await box.click();
  await page.getByRole('button', { name: /^邀请参加沙龙|^Invite to/ }).click();
  await page.getByRole('menu').waitFor();
}

const press = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).click();
const tab = (index: number) => (page: Page) => page.getByRole('tab').nth(index).click();

function stopsOf(clientId: string, eventId: string, guest: string): readonly Stop[] {
  const tabs = ['overview', 'holdings', 'risk', 'invitations', 'consents'];
  const eventTabs = ['guests', 'seating', 'tickets', 'plan', 'after'];
  return [
    { name: 'today', address: '/' },
    { name: 'calls', address: '/calls', isFixed: true },
    { name: 'clients', address: '/clients' },
    { name: 'clients-invite', address: '/clients', act: inviteTicked },
    { name: 'client-new', address: '/clients', act: press(/添加客户|Add client/) },
    ...tabs.map((name) => ({ name: `client-${name}`, address: `/clients/${clientId}?tab=${name}` })),
    { name: 'client-edit', address: `/clients/${clientId}`, act: press(/更正资料|Correct/) },
    { name: 'risk-intro', address: `/clients/${clientId}/risk-test` },
    { name: 'risk-review', address: `/clients/${clientId}/risk-test`, act: answerAll, isFixed: true },
    { name: 'products', address: '/products' },
    { name: 'events', address: '/events' },
    { name: 'event-feed', address: '/events', act: (page) => page.getByTestId('calendar-feed').click() },
    { name: 'event-new', address: '/events', act: (page) => page.getByTestId('create-event').click() },
    ...eventTabs.map((name, index) => ({
      name: `event-${name}`,
      address: `/events/${eventId}`,
      act: tab(index),
    })),
    {
      name: 'event-invite',
      address: `/events/${eventId}`,
      act: (page) => page.getByTestId('invite').click(),
    },
    { name: 'event-menu', address: `/events/${eventId}`, act: press(/^更多|^More/) },
    { name: 'event-hand-over', address: `/events/${eventId}`, act: handOver },
    { name: 'check-in', address: `/events/${eventId}/check-in`, isFixed: true },
    { name: 'check-in-guest', address: `/events/${eventId}/check-in`, act: admit(guest), isFixed: true },
    { name: 'venue', address: `/events/${eventId}/venue`, act: openHub },
    { name: 'compliance', address: '/compliance?from=2026-01-01&to=2026-12-31', isFixed: true },
    { name: 'compliance-rules', address: '/compliance?tab=rules', isFixed: true },
    { name: 'compliance-export', address: '/compliance', act: press(/^导出$|^Export$/) },
    { name: 'import', address: '/import' },
    { name: 'sync', address: '/sync' },
    { name: 'settings', address: '/settings' },
    { name: 'licences', address: '/settings', act: licences },
    { name: 'shortcuts', address: '/settings', act: (page) => page.keyboard.press('Shift+Slash') },
    { name: 'search', address: '/settings', act: search },
  ];
}

test('every page in both languages and both schemes: readable, whole, translated, quiet', async ({
  page,
  world,
}) => {
  test.setTimeout(300_000);
  const faults: string[] = [];
  let place = 'start';
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${place}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${place}: ${error.message}`));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const workstation = await world.workstation();
  await workstation.open(page);
  await setUp(page);
  await expect(page.getByTestId('sync-pill')).toHaveAttribute('data-phase', 'synced', { timeout: 30_000 });
  const clientId = await firstIn(page, '/clients', '[role=row][aria-rowindex="2"]');
  const eventId = await bigEvent(page);
  const stops = stopsOf(clientId, eventId, await nameOfComing(page));
  for (const language of ['zh', 'en'] as const) {
    if (language === 'en') {
      await visit(page, '/');
      await page.getByRole('button', { name: /English/ }).click();
    }
    for (const stop of stops) {
      await page.emulateMedia({ colorScheme: 'light' });
      await visit(page, stop.address);
      await stop.act?.(page);
      for (const scheme of ['light', 'dark'] as const) {
        place = `${language}-${scheme}-${stop.name}`;
        await page.emulateMedia({ colorScheme: scheme });
        await settle(page);
        faults.push(
          ...(await faultsOn(page, rulesIn[language][scheme], stop.isFixed)).map(
            (fault) => `${place}: ${fault}`,
          ),
        );
        await picture(page, `look/${place}`);
      }
      const over = page.getByRole('dialog').or(page.getByRole('menu'));
      if (await over.first().isVisible()) await page.keyboard.press('Escape');
    }
  }
  expect(faults).toEqual([]);
});

/** Goes to an address of the workstation; the address behind `#` changes without loading anew. */
async function visit(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, address);
  await settle(page);
}

/** The identity in the address after clicking something on a page. */
async function firstIn(page: Page, address: string, selector: string): Promise<string> {
  await visit(page, address);
  await page.locator(selector).first().click();
  await page.waitForURL((url) => url.hash.split('/').length === 3);
  return new URL(page.url()).hash.split(/[/?]/)[2] ?? '';
}

const bigEvent = (page: Page): Promise<string> => firstIn(page, '/events', 'tbody a');

async function licences(page: Page): Promise<void> {
  await page.getByRole('button', { name: /查看许可|See the licences/ }).click();
  await page.getByRole('button', { name: /^@mantine\/core .* MIT$/ }).waitFor();
}

/** The first guest who will come, on the page of an event. */
async function nameOfComing(page: Page): Promise<string> {
  const guest = page
    .getByTestId('column-coming')
    .getByTestId(/^guest-/)
    .first();
  return ((await guest.getAttribute('data-testid')) ?? '').replace('guest-', '');
}
