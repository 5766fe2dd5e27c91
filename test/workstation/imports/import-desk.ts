import { call } from '@orpc/server';
import type { Inspection } from '#core/import/inspection.ts';
import type { ImportCounts } from '#core/import/outcome.ts';
import type { ImportPlan } from '#core/import/target.ts';
import { importRun, waitingRows, type ImportRun, type WaitingRow } from '#db/queries/imports.ts';
import type { Host } from '#workstation/host.ts';
import { importJobs } from '#workstation/imports/jobs.ts';
import { importsRouter } from '#workstation/imports/router.ts';
import { testStation, type TestStation } from '#test/support/station.ts';

type Wish = Partial<ImportPlan>;

/** A station with the import procedures at hand, called as the screen calls them. */
export interface ImportDesk {
  readonly station: TestStation;
  /** The request context for `call(importsRouter.…, input, context)`. */
  readonly context: { context: { host: Host } };
  /** Brings a file in and inspects it, without starting. */
  readonly receive: (bytes: Uint8Array | string, fileName?: string) => Promise<string>;
  readonly inspect: (importId: string, wish?: object) => Promise<Inspection>;
  /** Brings a file in, starts it with the suggested (or remembered) mapping, waits for the end. */
  readonly bring: (bytes: Uint8Array | string, wish?: Wish) => Promise<ImportRun>;
  readonly waiting: (importId: string, state?: WaitingRow['state']) => WaitingRow[];
  readonly clients: () => Record<string, unknown>[];
  readonly run: (importId: string) => ImportRun;
}

/** Makes an import desk on a fresh store (or a given station). */
export function importDesk(station: TestStation = testStation()): ImportDesk {
  const host = { open: () => ({ station, sync: null }), live: station.live };
  const context = { context: { host: host as unknown as Host } };
  const receive = async (content: Uint8Array | string, fileName = '客户名单.csv') => {
    const bytes = Buffer.from(content as string);
    const { importId } = await call(importsRouter.begin, { fileName, fileBytes: bytes.length }, context);
    for (let offset = 0; offset < bytes.length; offset += 1_000_000) {
      const piece = new Blob([bytes.subarray(offset, offset + 1_000_000)]);
      await call(importsRouter.append, { importId, offset, bytes: piece }, context);
    }
    return importId;
  };
  const inspect = (importId: string, wish = {}) => call(importsRouter.inspect, { importId, wish }, context);
  const run = (importId: string) => importRun(station.db, importId) as ImportRun;
  return {
    station,
    context,
    receive,
    inspect,
    run,
    bring: async (bytes, wish = {}) => {
      const importId = await receive(bytes);
      const found = await inspect(importId);
      await call(importsRouter.start, { importId, plan: planFor(found, wish) }, context);
      await importJobs(station).idle();
      return run(importId);
    },
    waiting: (importId, state = 'QUARANTINED') =>
      waitingRows(station.db, importId, { state, offset: 0, limit: 10_000 }),
    clients: () => station.db.prepare('SELECT * FROM client ORDER BY id').all() as Record<string, unknown>[],
  };
}

/** The plan a manager makes who takes every proposal and states a lawful origin. */
export function planFor(found: Inspection, wish: Wish = {}): ImportPlan {
  return {
    columns: found.remembered ?? found.suggested,
    generatedName: null,
    origin: 'APP',
    basis: 'CONSENT',
    statement: '客户注册时勾选同意，原件在网点',
    onDuplicate: 'ASK',
    marketingChannels: [],
    ...wish,
  };
}

/** Counts without the zeros, for short assertions. */
export function some(counts: ImportCounts): Partial<ImportCounts> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
