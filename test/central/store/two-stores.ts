import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Instant } from '#core/base/time.ts';
import { protocolVersion } from '#core/sync/protocol.ts';
import { createCentre, type Centre, type CentreOptions } from '#central/centre.ts';
import { openPool } from '#central/database.ts';
import { connectInProcess } from '#central/in-process.ts';
import { migrate } from '#central/migrate.ts';
import { openPostgresStore } from '#central/store/postgres/store.ts';
import { openSqliteStore } from '#central/store/sqlite/store.ts';
import type { CentralStore } from '#central/store/store.ts';
import { freshDatabase, type TestDevice } from '#test/support/central-server.ts';

interface Opened {
  readonly store: CentralStore;
  readonly close: () => Promise<void>;
}

/** A centre in this process on one of the stores, with its clock in the test's hand. */
export interface HandCentre {
  readonly centre: Centre;
  readonly store: CentralStore;
  now: Instant;
  /** What was announced since the start, oldest first. */
  readonly committed: { readonly tenantId: string; readonly seq: number }[];
  device(token: string): TestDevice['api'];
  enrol(tenantId: string, managerId: string): Promise<TestDevice>;
  /** A new branch with managers, each with one device. */
  branchWith(...managers: string[]): Promise<TestDevice[]>;
  /** Another centre on the same store, made with other options. */
  remade(options: Partial<CentreOptions>): Centre;
}

async function openPostgres(): Promise<Opened> {
  const pool = openPool(await freshDatabase(), 4);
  await migrate(pool);
  return { store: openPostgresStore(pool), close: () => pool.end() };
}

async function openSqlite(): Promise<Opened> {
  const db = new Database(':memory:');
  return { store: openSqliteStore(db), close: async () => void db.close() };
}

const kinds = [
  ['PostgreSQL', openPostgres],
  ['SQLite', openSqlite],
] as const;

/** Runs the same tests on each store. */
export function onBothStores(tests: (place: HandCentre) => void): void {
  describe.each(kinds)('on %s', (_name, open) => {
    const place = {} as HandCentre;
    let close: Opened['close'];
    beforeAll(async () => {
      const opened = await open();
      close = opened.close;
      furnish(place, opened.store);
    });
    afterAll(() => close());
    tests(place);
  });
}

/** Opens a centre on each store, for a test that compares them. */
export async function openBoth(): Promise<{ places: HandCentre[]; close: () => Promise<void> }> {
  const opened = [await openPostgres(), await openSqlite()];
  return {
    places: opened.map(({ store }) => furnish({} as HandCentre, store)),
    close: async () => {
      for (const { close } of opened) await close();
    },
  };
}

/** Fills the place a test holds, so that the test moves the very clock the centre reads. */
function furnish(place: HandCentre, store: CentralStore): HandCentre {
  let drawn = 0;
  const draw = (): string =>
    createHash('sha256')
      .update(`${(drawn += 1)}`)
      .digest('hex');
  const newId = (): string => {
    const hex = draw();
    const rising = String(drawn).padStart(8, '0');
    return `${rising}-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
  };
  const options: CentreOptions = {
    store,
    clock: () => place.now,
    newId,
    randomBytes: (size) => Buffer.from(draw(), 'hex').subarray(0, size),
  };
  const centre = createCentre(options);
  const made: HandCentre = {
    centre,
    store,
    now: 1_790_000_000_000,
    committed: [],
    device: (token) => connectInProcess(centre, { token }) as TestDevice['api'],
    enrol: async (tenantId, managerId) => {
      const { code } = await centre.admin.createEnrolment({ tenantId, managerId, validMinutes: 60 });
      const about = { deviceName: 'test', platform: 'test', appVersion: '0.0.0', protocol: protocolVersion };
      const { deviceId, deviceToken: token } = await place.device('').enrol({ code, ...about });
      return { deviceId, managerId, tenantId, token, api: place.device(token) };
    },
    branchWith: async (...managers) => {
      const tenantId = await centre.admin.createBranch('测试支行');
      const devices: TestDevice[] = [];
      for (const name of managers) {
        devices.push(await place.enrol(tenantId, await centre.admin.createManager({ tenantId, name })));
      }
      return devices;
    },
    remade: (other) => createCentre({ ...options, ...other }),
  };
  Object.assign(place, made);
  centre.onCommitted((told) => place.committed.push(told));
  return place;
}
