import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { SessionStatus } from '#core/api/session.ts';
import { forkJob, type Running } from '#scripts/processes/fork.ts';
import type {
  BookWish,
  CentralReady,
  SavedBook,
  WorkstationOrder,
  WorkstationReady,
} from '#scripts/processes/messages.ts';
import { webDir } from '#scripts/start/build.ts';
import { createCentralClient, type CentralClient } from '#workstation/sync/central-client.ts';
import { startProxy, type CuttableProxy } from '#test/support/cuttable-proxy.ts';

/** The passphrase that workstations of these tests are proposed. */
export const testPassphrase = '落花时节又逢君。';

/** A centre of one test, in a process and a folder of its own. */
export interface TestCentre {
  readonly url: () => string;
  readonly book: SavedBook;
  /** Calls with the administration token. */
  readonly admin: CentralClient['admin'];
  /** Makes a one-time code for a manager: the first of the book unless told otherwise. */
  readonly newCode: (managerId?: string) => Promise<string>;
  /** Ends it at once, as a crash would. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
}

export interface WorkstationWish {
  readonly managerId?: string;
  readonly deviceName?: string;
  readonly language?: SessionStatus['language'];
  /** False: the first-run screen comes empty, as for a real book. */
  readonly isProposed?: boolean;
  /** Reuses the folder of another workstation of this test. */
  readonly dataDir?: string;
}

/** A workstation of one test: a process, a folder, and a network to the centre that can be cut. */
export interface TestWorkstation {
  readonly dataDir: string;
  readonly network: CuttableProxy;
  readonly code: string;
  /** Makes a fresh one-time link. */
  readonly link: () => Promise<string>;
  /** Opens the screen in a page of the test. */
  readonly open: (page: Page) => Promise<void>;
  /** Ends it at once, as a crash would. */
  readonly kill: () => Promise<void>;
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<void>;
  /**
   * Starts it again on the same port and folder, in another network if told so, its clock moved by so many
   * milliseconds; an open page finds it by itself.
   */
  readonly start: (through?: readonly [string, ...string[]], moveClockMs?: number) => Promise<void>;
}

/** Everything one end-to-end test owns; gone when the test ends. */
export interface World {
  readonly dir: string;
  readonly centre: TestCentre;
  readonly workstation: (wish?: WorkstationWish) => Promise<TestWorkstation>;
  /** What this test's clocks are ahead of the machine's, in milliseconds. */
  readonly clockOffsetMs: number;
  /** Registers what has to be ended when the test ends. */
  readonly onEnd: (end: () => Promise<void>) => void;
}

interface Fixtures {
  /** What the test's centre holds; set with `test.use({ bookWish: … })`. */
  readonly bookWish: BookWish;
  /** When the test takes place, as ISO 8601; by default now. Centre, workstations and pages agree on it. */
  readonly startsAt: string | null;
  readonly world: World;
}

/** Playwright's `test` with a world of its own for each test. */
export const test = base.extend<Fixtures>({
  bookWish: [{ kind: 'sample', clients: 300 }, { option: true }],
  startsAt: [null, { option: true }],
  world: async ({ bookWish, startsAt }, use) => {
    const clockOffsetMs = startsAt ? Date.parse(startsAt) - Date.now() : 0;
    const dir = mkdtempSync(path.join(os.tmpdir(), 'zhike-e2e-'));
    // As root the embedded PostgreSQL runs as another account and has to pass through.
    chmodSync(dir, 0o711);
    const ends: (() => Promise<void>)[] = [];
    try {
      const centre = await startCentre({ dir, book: bookWish, clockOffsetMs, ends });
      let count = 0;
      const workstation = (wish: WorkstationWish = {}): Promise<TestWorkstation> => {
        count += 1;
        return startWorkstation({
          dir: wish.dataDir ?? path.join(dir, `workstation-${count}`),
          centre,
          wish,
          clockOffsetMs,
          ends,
        });
      };
      await use({ dir, centre, workstation, clockOffsetMs, onEnd: (end) => ends.push(end) });
    } finally {
      for (const end of ends.toReversed()) await end().catch(() => {});
      rmSync(dir, { recursive: true, force: true });
    }
  },
});
export { expect } from '@playwright/test';

/** Goes through the first-run screen as it is proposed and takes the recovery key down. Returns the key. */
export async function setUp(page: Page, passphrase = testPassphrase): Promise<string> {
  const code = page.getByLabel(/一次性|One-time/);
  await code.waitFor();
  await page.locator('input[type=password]').fill(passphrase);
  await page.locator('button[type=submit]').click();
  const shown = page.getByTestId('recovery-key');
  await shown.waitFor({ timeout: 30_000 });
  const recoveryKey = (await shown.textContent()) ?? '';
  await page.getByRole('button', { name: /打开工作台|open the workstation|已保存|Kept/ }).click();
  return recoveryKey;
}

interface CentreTask {
  readonly dir: string;
  readonly book: BookWish;
  readonly clockOffsetMs: number;
  readonly ends: (() => Promise<void>)[];
}

async function startCentre({ dir, book, clockOffsetMs, ends }: CentreTask): Promise<TestCentre> {
  const dataDir = path.join(dir, 'central');
  const launch = (port: number): Promise<Running<CentralReady>> =>
    forkJob<CentralReady>({
      entry: 'central',
      order: { dataDir, port, book, clockOffsetMs },
      logFile: path.join(dir, 'central.log'),
    });
  let running = await launch(0);
  ends.push(() => running.stop());
  const { url, adminToken, book: made } = running.ready;
  const { admin } = createCentralClient({ url, token: adminToken });
  return {
    url: () => url,
    book: made,
    admin,
    newCode: async (managerId = made.managers[0]?.id ?? '') =>
      (await admin.createEnrolment({ tenantId: made.tenantId, managerId })).code,
    kill: () => running.kill(),
    start: async () => {
      running = await launch(Number(new URL(url).port));
    },
  };
}

interface WorkstationTask {
  readonly dir: string;
  readonly centre: TestCentre;
  readonly wish: WorkstationWish;
  readonly clockOffsetMs: number;
  readonly ends: (() => Promise<void>)[];
}

async function startWorkstation({
  dir,
  centre,
  wish,
  clockOffsetMs,
  ends,
}: WorkstationTask): Promise<TestWorkstation> {
  const network = await startProxy(Number(new URL(centre.url()).port));
  ends.push(network.close);
  const code = await centre.newCode(wish.managerId);
  const order: WorkstationOrder = {
    dataDir: dir,
    port: 0,
    assetsDir: webDir,
    version: '0.1.0',
    clockOffsetMs,
    language: wish.language ?? null,
    centralUrl: null,
    secret: randomBytes(32).toString('base64'),
    proposal:
      wish.isProposed === false
        ? null
        : {
            centralUrl: network.url,
            code,
            passphrase: testPassphrase,
            deviceName: wish.deviceName ?? '测试工作站',
          },
  };
  const links: ((url: string) => void)[] = [];
  let aheadMs = clockOffsetMs;
  const launch = (
    port: number,
    through?: readonly [string, ...string[]],
  ): Promise<Running<WorkstationReady>> =>
    forkJob<WorkstationReady>({
      ...(through ? { through } : {}),
      entry: 'workstation',
      order: { ...order, port, clockOffsetMs: aheadMs },
      logFile: `${dir}.log`,
      onReport: (report) => {
        if (report.kind === 'link') links.shift()?.(report.url);
      },
    });
  let running = await launch(0);
  const { port } = running.ready;
  ends.push(() => running.stop());
  const link = (): Promise<string> =>
    new Promise((resolve) => {
      links.push(resolve);
      running.ask('link');
    });
  return {
    dataDir: dir,
    network,
    code,
    link,
    open: async (page) => {
      if (clockOffsetMs !== 0) await page.clock.install({ time: Date.now() + clockOffsetMs });
      await page.goto(await link());
      await page.waitForURL((url) => url.pathname === '/');
    },
    kill: () => running.kill(),
    stop: () => running.stop(),
    start: async (through, moveClockMs = 0) => {
      aheadMs += moveClockMs;
      running = await launch(port, through);
    },
  };
}
