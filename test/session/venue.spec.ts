import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { hourMs } from '#core/base/time.ts';
import { findBrowser } from '#scripts/start/browser.ts';
import { scanAt, type DoorDesk, type Scanned } from '#test/session/door-desk.ts';
import { lanProblem, openLan, type Lan } from '#test/session/lan.ts';
import { callsOf } from '#test/session/rpc.ts';
import { expect, test, testPassphrase, type TestWorkstation, type World } from '#test/support/launch.ts';

const guestCount = 500;
/** Scans the hub makes before it is killed, and scans the others make before it is started again. */
const killAfter = 80;
const aloneScans = 40;
/** Guests whose code is scanned at a second desk as well: a screenshot passed on. */
const twice = 45;

test.use({ bookWish: { kind: 'sample', clients: 2000 } });
test.setTimeout(1_800_000);

/** Says how far the evening is: it takes minutes. */
function tell(line: string): void {
  process.stderr.write(`· ${line}\n`);
}

const problem = lanProblem();

test('500 guests, two workstations and a steward without internet, the hub killed: every scan accounted for', async ({
  world,
}) => {
  if (problem) console.log(JSON.stringify({ skipped: problem }));
  test.skip(problem !== null, problem ?? '');
  const { office, eventId, codes } = await prepare(world);
  const lan = openLan(['hub', 'desk', 'phone']);
  world.onEnd(async () => lan.close());
  const [hub, other] = office;
  const hubPage = await pageIn(world, lan, 'hub');
  const otherPage = await pageIn(world, lan, 'desk');
  await Promise.all([
    moveTo(hub, hubPage, lan.through('hub')),
    moveTo(other, otherPage, lan.through('desk')),
  ]);
  await expect(hubPage.getByTestId('sync-pill')).toHaveAttribute('data-phase', 'offline', {
    timeout: 60_000,
  });

  const { deskCode, stewardLink } = await openHub(hubPage, eventId);
  await joinByCode(otherPage, eventId, deskCode);
  const stewardPage = await pageIn(world, lan, 'phone');
  await stewardPage.goto(stewardLink);
  await stewardPage.getByRole('textbox').fill('小周');
  await stewardPage.keyboard.press('Enter');
  await stewardPage.getByTestId('steward-input').waitFor();
  const desks: DoorDesk[] = [
    { name: '前台', page: hubPage, input: 'door-input', isDown: false },
    { name: '二号台', page: otherPage, input: 'door-input', isDown: false },
    { name: '小周', page: stewardPage, input: 'steward-input', isDown: false },
  ];
  for (const page of [hubPage, otherPage]) await goTo(page, `/events/${eventId}/check-in`);

  tell('paired: the doors open');
  const startedAt = performance.now();
  const { scans, unanswered } = await rush(desks, codes, hub, lan);
  const rushSeconds = (performance.now() - startedAt) / 1000;
  await expect(otherPage.getByTestId('venue-line')).toHaveAttribute('data-tone', 'teal', { timeout: 60_000 });
  await expect(stewardPage.getByTestId('steward-state')).toHaveAttribute('data-waiting', '0', {
    timeout: 60_000,
  });
  const arrived = await arrivedAt(hubPage);
  await expect(otherPage.getByTestId('in-room')).toContainText(String(arrived), { timeout: 30_000 });

  tell('all have come: back to the office');
  // Back at the office: the first time since the morning that the centre can be reached.
  for (const workstation of office) await workstation.stop();
  for (const workstation of office) await workstation.start();
  for (const workstation of office) await unlockAndSync(workstation, world);
  const facts = await doorAtCentre(world, eventId);
  const answered = scans.filter(({ result }) => result === 'OK' || result === 'ALREADY');
  const key = ({ desk, code }: Pick<Scanned, 'desk' | 'code'>): string => `${desk} ${code}`;
  const kept = facts.map(key).sort();
  const shown = answered.map(key).sort();
  const guests = new Set(facts.filter(({ kind }) => kind === 'IN').map(({ code }) => code));
  const lost = shown.filter((one) => !kept.includes(one));
  // The scan under which the power was cut may be on disk without having been shown: it is scanned again.
  const unshown = kept.length - shown.length;
  console.log(
    JSON.stringify({
      guests: guests.size,
      desks: desks.length,
      scans: scans.length,
      ok: scans.filter(({ result }) => result === 'OK').length,
      already: scans.filter(({ result }) => result === 'ALREADY').length,
      factsAtCentre: facts.length,
      lost: lost.length,
      unshown,
      doubleEntries: facts.filter(({ answers }) => answers === null).length - guests.size,
      arrivedOnHub: arrived,
      rushSeconds: Math.round(rushSeconds),
    }),
  );
  expect(scans.length).toBe(guestCount + twice);
  expect(lost).toEqual([]);
  expect(unshown).toBeLessThanOrEqual(unanswered);
  expect(guests.size).toBe(guestCount);
  expect(arrived).toBe(guestCount);
});

interface Prepared {
  readonly office: readonly [TestWorkstation, TestWorkstation];
  readonly eventId: string;
  readonly codes: readonly string[];
}

/** In the office, with the centre: two workstations of one manager, an event, 500 guests with tickets on both. */
async function prepare(world: World): Promise<Prepared> {
  const names = ['前台', '二号台'] as const;
  const [first, second] = [
    await world.workstation({ deviceName: names[0] }),
    await world.workstation({ deviceName: names[1] }),
  ];
  const desks = [];
  for (const [index, workstation] of [first, second].entries()) {
    const calls = await callsOf(await workstation.link());
    world.onEnd(async () => calls.close());
    const { proposal } = await calls.client.session.status();
    if (!proposal) throw new Error('Nothing is proposed.');
    await calls.client.session.setup({
      language: 'zh-CN',
      centralUrl: proposal.centralUrl,
      code: proposal.code,
      deviceName: names[index] ?? '',
      passphrase: testPassphrase,
    });
    desks.push(calls.client);
  }
  const [one, two] = desks;
  if (!one || !two) throw new Error('Two were started.');
  await expect.poll(async () => (await one.sync.status()).phase, { timeout: 120_000 }).toBe('synced');
  const now = Date.now();
  const { eventId } = await one.events.create({
    title: '五百人沙龙',
    city: '杭州',
    venue: '地下一层宴会厅',
    startsAt: now + hourMs,
    endsAt: now + 4 * hourMs,
    capacity: 1000,
    isProductTalk: false,
    productIds: [],
    agenda: '',
  });
  await invite(one, eventId);
  await expect.poll(async () => (await one.sync.status()).pending, { timeout: 120_000 }).toBe(0);
  await expect
    .poll(
      async () => {
        await two.sync.now();
        return (await two.events.guests({ eventId })).length;
      },
      { timeout: 120_000 },
    )
    .toBe(guestCount);
  const guests = await two.events.guests({ eventId });
  return { office: [first, second], eventId, codes: guests.flatMap(({ ticketCode }) => ticketCode ?? []) };
}

type Client = Awaited<ReturnType<typeof callsOf>>['client'];

/** Invites clients, who bring companions until there are enough, and gives everyone a ticket. */
async function invite(client: Client, eventId: string): Promise<void> {
  const sort = { by: 'name', descending: false } as const;
  const { rows } = await client.clients.list({ filter: {}, sort, offset: 0, limit: 500 });
  const clientIds = rows.map(({ id }) => id);
  const { invited } = await client.events.invite({
    eventId,
    clientIds,
    from: 'LIST',
    overrideReason: '答谢会，全体邀请',
  });
  let count = 0;
  for (const { guestId } of invited.slice(0, guestCount)) {
    await client.events.respond({ guestId, to: 'accepted' });
    count += 1;
  }
  for (let turn = 0; count < guestCount; turn += 1, count += 1) {
    const host = invited[turn % invited.length];
    if (!host) throw new Error('Nobody could be invited.');
    await client.events.plusOne({ guestId: host.guestId, name: `同行${count}`, phone: null });
  }
  await client.events.issueTickets({ eventId });
}

async function pageIn(world: World, lan: Lan, machine: string): Promise<Page> {
  const executable = findBrowser() ?? chromium.executablePath();
  const browser = await chromium.launch({
    executablePath: lan.browserIn(machine, executable, world.dir),
    args: ['--no-sandbox'],
  });
  world.onEnd(() => browser.close());
  // The helper's tap on "continue" at the warning of the certificate.
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ignoreHTTPSErrors: true,
  });
  return context.newPage();
}

/** Takes a workstation to the venue: the same folder, another network. */
async function moveTo(
  workstation: TestWorkstation,
  page: Page,
  through: ReturnType<Lan['through']>,
): Promise<void> {
  await workstation.stop();
  await workstation.start(through);
  await page.goto(await workstation.link());
  await unlock(page);
}

async function unlock(page: Page): Promise<void> {
  await page.locator('input[type=password]').fill(testPassphrase);
  await page.keyboard.press('Enter');
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
}

async function openHub(page: Page, eventId: string): Promise<{ deskCode: string; stewardLink: string }> {
  await goTo(page, `/events/${eventId}/venue`);
  await page.getByTestId('open-hub').click();
  const shown = page.getByTestId('pairing-code').locator('svg');
  const stewardLink = (await shown.getAttribute('aria-label')) ?? '';
  await page.getByText('工作站', { exact: true }).first().click();
  await expect(shown).toHaveAttribute('aria-label', /\/desk#/);
  const deskCode = (await page.getByText(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}$/).textContent()) ?? '';
  return { deskCode, stewardLink };
}

/** Joins the hub that multicast found, by the code typed from its screen. */
async function joinByCode(page: Page, eventId: string, code: string): Promise<void> {
  await goTo(page, `/events/${eventId}/venue`);
  await page.getByRole('button', { name: /前台 · 10\.77\.0\.11/ }).click({ timeout: 30_000 });
  await page.getByTestId('hub-code').fill(code);
  await page.getByTestId('join-hub').click();
  await expect(page.getByTestId('venue-desk')).toHaveAttribute('data-state', 'CONNECTED', {
    timeout: 30_000,
  });
}

/** The rush: all desks scan at once; the hub is killed under a scan, the others go on alone, it comes back. */
async function rush(
  desks: readonly DoorDesk[],
  codes: readonly string[],
  hub: TestWorkstation,
  lan: Lan,
): Promise<{ scans: Scanned[]; unanswered: number }> {
  const [front] = desks;
  const scans: Scanned[] = [];
  let unanswered = 0;
  let backAt = Infinity;
  const lines = desks.map((_desk, index) => [
    ...codes.filter((_code, place) => place % desks.length === index),
    ...codes.slice(0, twice).filter((_code, place) => place % desks.length === (index + 1) % desks.length),
  ]);
  const work = async (desk: DoorDesk, line: readonly string[]): Promise<void> => {
    for (const [turn, code] of line.entries()) {
      if (desk === front && turn === killAfter) {
        // The power is cut under the key: nobody waits for an answer, which may never come.
        void scanAt(desk, code).catch(() => null);
        await hub.kill();
        tell(`the hub is killed after ${scans.length} scans`);
        unanswered += 1;
        backAt = scans.length + aloneScans;
        while (scans.length < backAt) await desk.page.waitForTimeout(100);
        await hub.start(lan.through('hub'));
        await unlock(desk.page);
        await desk.page.getByTestId('door-input').waitFor({ timeout: 60_000 });
        tell(`the hub is back after ${scans.length} scans`);
      }
      scans.push(await scanAt(desk, code));
    }
  };
  await Promise.all(desks.map((desk, index) => work(desk, lines[index] ?? [])));
  return { scans, unanswered };
}

/** How many have come, as the hub's screen says once everything has reached it. */
async function arrivedAt(page: Page): Promise<number> {
  const shown = page.getByTestId('in-room');
  await expect(shown).toContainText(String(guestCount), { timeout: 60_000 });
  return Number.parseInt((await shown.textContent()) ?? '', 10);
}

async function unlockAndSync(workstation: TestWorkstation, world: World): Promise<void> {
  const calls = await callsOf(await workstation.link());
  world.onEnd(async () => calls.close());
  await calls.client.session.unlock({ passphrase: testPassphrase });
  await expect
    .poll(
      async () => {
        await calls.client.sync.now();
        const { pending, phase } = await calls.client.sync.status();
        return `${phase} ${pending}`;
      },
      { timeout: 120_000 },
    )
    .toBe('synced 0');
}

interface Fact {
  readonly id: string;
  readonly code: string;
  readonly desk: string;
  readonly kind: string;
  readonly answers: string | null;
}

async function doorAtCentre(world: World, eventId: string): Promise<Fact[]> {
  const script = path.join(import.meta.dirname, 'door-accountant.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, world.centre.url(), await world.centre.newCode(), eventId],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Fact[];
}
