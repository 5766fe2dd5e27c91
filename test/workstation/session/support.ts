import { randomBytes } from 'node:crypto';
import { ok } from '#core/base/result.ts';
import type { SyncEngine } from '#workstation/host.ts';
import type { HostOptions } from '#workstation/create-host.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import { testClock, testIds, type TestClock } from '#test/support/clock.ts';
import { migrationsFolder } from '#test/support/store.ts';

/** What the first-run screen sends. */
export const testSetup = {
  language: 'zh-CN',
  centralUrl: 'http://127.0.0.1:9',
  code: 'ABCD-EFGH',
  deviceName: '柜台一',
  passphrase: '落花时节又逢君。',
} as const;

/** An engine that never reaches anyone and never tries. */
export function idleSync(onStop = (): void => {}): SyncEngine {
  return {
    status: () => ({
      phase: 'offline',
      problem: null,
      pending: 0,
      refused: 0,
      held: 0,
      isLive: false,
      isMetered: false,
      progress: null,
      syncedAt: null,
      proof: null,
    }),
    syncNow: () => Promise.resolve(),
    prove: () => Promise.resolve({ isEqual: true, rows: 0, differing: [] }),
    repair: () => Promise.resolve({ isEqual: true, rows: 0, replaced: 0, removed: 0 }),
    rebuild: () => Promise.resolve(),
    setMetered: () => {},
    devices: () => Promise.resolve([]),
    revokeDevice: () => Promise.resolve(),
    openCalendar: () => Promise.resolve(''),
    stop: () => {
      onStop();
      return Promise.resolve();
    },
  };
}

/** Host options of a test, with what the test moves and looks at. */
export interface TestHostOptions extends HostOptions {
  readonly testClock: TestClock;
  readonly enrolment: Enrolment;
  readonly enrol: NonNullable<HostOptions['enrol']>;
  /** What each start of sync was given. */
  readonly started: readonly { readonly centralUrl: string; readonly deviceToken: string }[];
  readonly stopped: number;
}

/** Options of a host on a test clock whose centre says yes and whose sync stands still. */
export function testHostOptions(dataDir: string): TestHostOptions {
  const clock = testClock();
  const enrolment: Enrolment = {
    tenantId: 'tenant-test',
    deviceId: 'device-test',
    deviceToken: 'token-of-the-device',
    managerId: 'manager-test',
    managerName: '林若溪',
    branchName: '示例支行',
    epoch: 'epoch-1',
    ruleKey: null,
  };
  const counts = { stopped: 0, started: [] as { centralUrl: string; deviceToken: string }[] };
  return {
    ...hostOptions(dataDir, clock.now),
    testClock: clock,
    enrolment,
    started: counts.started,
    get stopped() {
      return counts.stopped;
    },
    enrol: () => Promise.resolve(ok(enrolment)),
    startSync: ({ centralUrl, deviceToken }) => {
      counts.started.push({ centralUrl, deviceToken });
      return idleSync(() => {
        counts.stopped += 1;
      });
    },
  };
}

function hostOptions(dataDir: string, clock: () => number) {
  return {
    dataDir,
    migrationsDir: migrationsFolder,
    clock,
    newId: testIds(),
    vault: { randomBytes: (size: number) => randomBytes(size), cost: { memoryKiB: 64, passes: 1, lanes: 1 } },
    shell: 'browser' as const,
    version: '0.0.0',
    platform: 'test',
  };
}
