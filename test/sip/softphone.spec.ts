import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { pbx, startTelephones } from '#test/sip/telephones.ts';
import { expect, setUp, test, type TestCentre } from '#test/support/launch.ts';

test.use({
  bookWish: { kind: 'sample', clients: 60 },
  startsAt: '2026-11-23T10:00:00+08:00',
});

const pictures = process.env['ZHIKE_PICTURES'];

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
}

/** Opens the settings and dials numbers with a prefix from then on: the server reads from it how a number behaves. */
async function dialWith(page: Page, prefix: string, password?: string): Promise<void> {
  await goTo(page, '/settings');
  const form = page.locator('form');
  await form.getByText('软电话', { exact: true }).click();
  await form.getByLabel('电话服务器').fill(pbx.server);
  await form.getByLabel('账号').fill(pbx.account);
  await form.getByLabel('外线前缀').fill(prefix);
  if (password !== undefined) await form.locator('input[type=password]').fill(password);
  await form.getByRole('button', { name: '保存' }).click();
}

/** Goes to the desk, where the next client waits, and dials. */
async function dialNext(page: Page): Promise<string> {
  await goTo(page, '/calls');
  const card = page.locator('[data-client]');
  await card.waitFor();
  await expect(page.locator('[data-phone]')).toHaveAttribute('data-phone', 'REGISTERED');
  // The desk takes no key for a card that nobody has seen yet.
  await page.waitForTimeout(400);
  const clientId = (await card.getAttribute('data-client')) ?? '';
  await page.keyboard.press('Enter');
  return clientId;
}

const phase = (page: Page) => expect(page.locator('[data-phone]'));

/** Sound that came from the other side, as energy; 0 is silence. */
function soundIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { lines } = globalThis as unknown as { lines: RTCPeerConnection[] };
    let energy = 0;
    for (const report of (await lines.at(-1)?.getStats())?.values() ?? []) {
      const { type, totalAudioEnergy } = report as { type: string; totalAudioEnergy?: number };
      if (type === 'inbound-rtp') energy += totalAudioEnergy ?? 0;
    }
    return energy;
  });
}

/** What reached the centre, read as another device of the same manager would. */
async function atTheCentre(centre: TestCentre) {
  const url = centre.url();
  const code = await centre.newCode();
  const enrolled = await fetch(`${url}/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, deviceName: 'reader', platform: 'test', appVersion: '0', protocol: 2 }),
  });
  const { deviceToken } = (await enrolled.json()) as { deviceToken: string };
  const answer = await fetch(`${url}/v1/sync/bootstrap?limit=5000`, {
    headers: { authorization: `Bearer ${deviceToken}`, 'x-zhike-protocol': '2' },
  });
  const { rows } = (await answer.json()) as {
    rows: { entity: string; data: Record<string, unknown> }[];
  };
  const of = (entity: string) =>
    rows
      .filter((row) => row.entity === entity)
      .map(({ data }) => data)
      .sort((a, b) => Number(a['dialledAt'] ?? 0) - Number(b['dialledAt'] ?? 0));
  return { calls: of('phoneCall'), contacts: of('contact'), reveals: of('reveal') };
}

test('[CQ45] a day over a real telephone server: wrong password, talk, busy, no answer, a dead server', async ({
  page,
  world,
}) => {
  const telephones = await startTelephones(world.dir);
  world.onEnd(async () => telephones.stop());
  await page.addInitScript(() => {
    const lines: RTCPeerConnection[] = [];
    Object.assign(globalThis, { lines });
    const Native = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        lines.push(this);
      }
    };
  });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes(pbx.password)) complaints.push('the password was logged');
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  const workstation = await world.workstation();
  await workstation.open(page);
  await setUp(page);

  await test.step('a wrong password is said in words, the right one registers', async () => {
    await dialWith(page, '91', 'falsch');
    await expect(page.locator('form [data-line]')).toHaveAttribute('data-line', 'FAILED');
    await expect(page.getByText('不认可账号或密码')).toBeVisible();
    await picture(page, 'settings-wrong-password');
    await dialWith(page, '91', pbx.password);
    await expect(page.getByText('已登记，可以拨打')).toBeVisible();
    await picture(page, 'settings-registered');
  });

  const talks: { duration: number; cdr: number; ending: string }[] = [];
  await test.step('the other side answers, is heard, and hangs up', async () => {
    const clientId = await dialNext(page);
    await phase(page).toHaveAttribute('data-phone', 'TALKING');
    await expect.poll(() => soundIn(page)).toBeGreaterThan(0.01);
    await picture(page, 'talking');
    await page.keyboard.press('KeyM');
    await expect(page.getByText('已静音')).toBeVisible();
    await page.keyboard.press('KeyM');
    await page.keyboard.press('KeyP');
    await phase(page).toHaveAttribute('data-phone', 'HELD');
    await picture(page, 'held');
    await page.keyboard.press('KeyP');
    await phase(page).toHaveAttribute('data-phone', 'TALKING');
    await page.keyboard.press('KeyX');
    await page.keyboard.press('Digit5');
    await picture(page, 'keypad');
    await page.keyboard.press('Escape');
    telephones.hangUpThere();
    await phase(page).toHaveAttribute('data-phone', 'ENDED');
    await expect(page.getByText('对方已挂断')).toBeVisible();
    await picture(page, 'ended-there');
    // Logged a while after the line was free: the record keeps the line's own times.
    await page.waitForTimeout(2500);
    await page.keyboard.press('Digit7');
    await expect(page.locator('[data-logged=saved]')).toBeVisible();
    await expect.poll(() => telephones.cdrs().length).toBe(1);
    expect(clientId).not.toBe('');
  });

  await test.step('an outcome pressed in the middle of a talk hangs up', async () => {
    await dialNext(page);
    await phase(page).toHaveAttribute('data-phone', 'TALKING');
    await page.waitForTimeout(3000);
    await page.keyboard.press('Digit5');
    await expect(page.locator('[data-logged=saved]')).toBeVisible();
    await expect.poll(() => telephones.cdrs().length).toBe(2);
  });

  await test.step('busy, nobody, not in service, switched off: each in words with its outcome', async () => {
    for (const [prefix, ending, words, key] of [
      ['92', 'BUSY', '对方忙线', 'Digit2'],
      ['93', 'NO_ANSWER', '无人接听', 'Digit1'],
      ['94', 'NOT_IN_SERVICE', '号码不存在', 'Digit0'],
      ['95', 'NOT_REACHABLE', '关机或无法接通', 'Digit3'],
    ] as const) {
      await dialWith(page, prefix);
      await dialNext(page);
      await expect(page.locator(`[data-ending=${ending}]`)).toContainText(words, { timeout: 15_000 });
      await picture(page, `ending-${ending}`);
      await page.keyboard.press(key);
      await expect(page.locator('[data-logged=saved]')).toBeVisible();
      await page.waitForTimeout(300);
    }
  });

  await test.step('a microphone that is refused is said, and the call not made', async () => {
    await dialWith(page, '91');
    await page.evaluate(() => {
      const media = navigator.mediaDevices;
      const real = media.getUserMedia.bind(media);
      Object.assign(globalThis, { giveMicrophoneBack: () => Object.assign(media, { getUserMedia: real }) });
      media.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    });
    await dialNext(page);
    await expect(page.locator('[data-ending=MIC_REFUSED]')).toContainText('麦克风');
    await picture(page, 'mic-refused');
    await page.evaluate(() =>
      (globalThis as unknown as { giveMicrophoneBack: () => void }).giveMicrophoneBack(),
    );
  });

  await test.step('the server dies in the middle of a talk: said at once, hung up, and back by itself', async () => {
    await page.keyboard.press('Enter');
    await phase(page).toHaveAttribute('data-phone', 'TALKING');
    telephones.killServer();
    await expect(page.getByText('与电话服务器的连接断了')).toBeVisible();
    await picture(page, 'server-lost-in-call');
    await page.keyboard.press('KeyU');
    await phase(page).toHaveAttribute('data-phone', 'ENDED');
    await page.keyboard.press('Digit6');
    await expect(page.locator('[data-logged=saved]')).toBeVisible();
    await phase(page).toHaveAttribute('data-phone', 'FAILED');
    await page.waitForTimeout(400);
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-refusal=LINE]')).toContainText('系统拨号');
    await picture(page, 'server-lost');
    await telephones.startServer();
    await phase(page).toHaveAttribute('data-phone', 'REGISTERED', { timeout: 40_000 });
  });

  await test.step('what is at the centre agrees with the server, call by call', async () => {
    await expect.poll(async () => (await atTheCentre(world.centre)).calls.length).toBe(7);
    const { calls, contacts, reveals } = await atTheCentre(world.centre);
    const billed = telephones.cdrs();
    const answered = calls.filter(({ answeredAt }) => answeredAt !== null);
    const durations = answered.map(
      ({ answeredAt, endedAt }) => (Number(endedAt) - Number(answeredAt)) / 1000,
    );
    for (const [index, { duration }] of billed.entries()) {
      talks.push({
        duration: durations[index] ?? 0,
        cdr: duration,
        ending: String(answered[index]?.['ending']),
      });
      expect(Math.abs((durations[index] ?? 0) - duration)).toBeLessThan(1);
    }
    console.log('talks, seconds here and billed:', JSON.stringify(talks));
    expect(calls.map(({ ending }) => ending).sort()).toEqual(
      ['BUSY', 'CLIENT', 'NOT_IN_SERVICE', 'NOT_REACHABLE', 'NO_ANSWER', 'SELF', 'SELF'].sort(),
    );
    for (const call of calls) {
      const contact = contacts.find(({ startedAt }) => startedAt === call['dialledAt']);
      expect(contact).toMatchObject({ clientId: call['clientId'], endedAt: call['endedAt'] });
    }
    const bySip = reveals.filter(({ reason }) => reason === 'SIP');
    expect(bySip).toHaveLength(8);
    expect(complaints).toEqual([]);
  });
});
