import { existsSync, readFileSync } from 'node:fs';
import { call } from '@orpc/server';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImportCounts } from '#core/import/outcome.ts';
import { importJobs } from '#workstation/imports/jobs.ts';
import { importsRouter } from '#workstation/imports/router.ts';
import type { Station } from '#workstation/station.ts';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';
import { testStation } from '#test/support/station.ts';
import { importDesk, planFor, some } from '#test/workstation/imports/import-desk.ts';

const many = (count: number) =>
  `姓名,手机\n${Array.from({ length: count }, (_, i) => `客户${i},139${String(10_000_000 + i * 37).slice(0, 8)}`).join('\n')}\n`;

async function started(desk: ReturnType<typeof importDesk>, content: string): Promise<string> {
  const id = await desk.receive(content);
  const plan = planFor(await desk.inspect(id));
  await call(importsRouter.start, { importId: id, plan }, desk.context);
  return id;
}

/** Waits turns of the event loop, no clock, until some rows are done. */
async function untilRowsAreDone(desk: ReturnType<typeof importDesk>, id: string): Promise<void> {
  while (desk.run(id).rowsDone === 0) await new Promise((resolve) => setImmediate(resolve));
}

test('[IM9] an import cut off by the end of the process goes on where it stood, without doubles', async () => {
  const file = freshStoreFile();
  const first = importDesk(testStation(openTestStore(file)));
  const id = await started(first, many(3000));
  await untilRowsAreDone(first, id);
  const before = first.run(id).rowsDone;
  expect(before).toBeLessThan(3000);
  first.station.db.close();
  const second = importDesk(testStation(openTestStore(file), 1));
  expect(second.run(id).state).toBe('RUNNING');
  await importJobs(second.station).idle();
  expect(second.run(id)).toMatchObject({ state: 'DONE', rowsDone: 3000, counts: { imported: 3000 } });
  expect(second.clients()).toHaveLength(3000);
  expect(second.station.db.prepare('SELECT count(*) AS n FROM import_chunk').get()).toEqual({ n: 0 });
});

test('[IM9] a stop for locking keeps the rest for later; a cancel keeps what is in and drops the file', async () => {
  const desk = importDesk();
  const id = await started(desk, many(2000));
  await untilRowsAreDone(desk, id);
  await importJobs(desk.station).stop();
  expect(desk.run(id).state).toBe('RUNNING');
  const reopened: Station = { ...desk.station };
  const again = importDesk(reopened as typeof desk.station);
  importJobs(reopened);
  await untilRowsAreDone(again, id);
  await call(importsRouter.cancel, { importId: id }, again.context);
  await importJobs(reopened).idle();
  const run = again.run(id);
  expect(run.state).toBe('CANCELLED');
  expect(again.clients()).toHaveLength(run.counts.imported);
  expect(run.inspection?.samples).toEqual([]);
});

test('[IM9] a file not started can be forgotten, and one forgotten for a day is removed', async () => {
  const desk = importDesk();
  const id = await desk.receive(many(10));
  await call(importsRouter.cancel, { importId: id }, desk.context);
  expect(await call(importsRouter.list, undefined, desk.context)).toEqual([]);
  await desk.receive(many(10));
  desk.station.testClock.advance(25 * 3_600_000);
  const later: Station = { ...desk.station };
  await importJobs(later).idle();
  expect(desk.station.db.prepare('SELECT count(*) AS n FROM import_chunk').get()).toEqual({ n: 0 });
});

test('[IM9] bytes that do not follow are refused with what was received', async () => {
  const desk = importDesk();
  const { importId } = await call(importsRouter.begin, { fileName: 'a.csv', fileBytes: 10 }, desk.context);
  const late = call(importsRouter.append, { importId, offset: 4, bytes: new Blob(['abc']) }, desk.context);
  await expect(late).rejects.toMatchObject({ code: 'OUT_OF_STEP', data: { received: 0 } });
});

test('[IM9] staged bytes lie encrypted on the disk', async () => {
  const file = freshStoreFile();
  const desk = importDesk(testStation(openTestStore(file)));
  await desk.receive('姓名,手机\nPLAINMARKER,13800010001\n');
  const stored = [file, `${file}-wal`].filter((path) => existsSync(path)).map((path) => readFileSync(path));
  expect(Buffer.concat(stored).length).toBeGreaterThan(4096);
  expect(Buffer.concat(stored).includes('PLAINMARKER')).toBe(false);
});

const cell = fc.oneof(
  fc.constantFrom(
    '',
    '13800010001',
    '13800010002',
    '1.38E+10',
    '无',
    '"',
    '王伟',
    '#N/A',
    '1990-01-01',
    '=1+1',
  ),
  fc.string({ maxLength: 8 }),
);

test('[IM9] every row of a file is exactly one thing, and the counts add up to its rows', async () => {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }),
      fc.constantFrom('ASK', 'SKIP', 'FILL'),
      async (rows, onDuplicate) => {
        const desk = importDesk();
        const text = ['姓名,手机,出生日期', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
        const id = await desk.receive(text);
        const found = await desk
          .inspect(id, { headerRow: 1, encoding: 'utf-8', delimiter: ',' })
          .catch(() => null);
        if (!found) return;
        const columns = (['name', 'phone', 'birthDay'] as const).map((target, column) => ({
          header: found.headers[column] ?? '',
          target,
        }));
        const plan = planFor(found, { columns, onDuplicate });
        await call(importsRouter.start, { importId: id, plan }, desk.context);
        await importJobs(desk.station).idle();
        const { state, rowsDone, rowsTotal, counts } = desk.run(id);
        expect(state).toBe('DONE');
        expect(rowsDone).toBe(rowsTotal);
        expect(sum(counts)).toBe(rowsDone);
        expect(desk.clients()).toHaveLength(counts.imported);
        expect(desk.waiting(id)).toHaveLength(counts.quarantined);
        expect(desk.waiting(id, 'DUPLICATE')).toHaveLength(counts.duplicate);
      },
    ),
    { numRuns: 60 },
  );
});

test('[IM9] calls are answered while a large file runs', async () => {
  const desk = importDesk();
  const id = await started(desk, many(4000));
  let answers = 0;
  while (desk.run(id).state === 'RUNNING') {
    await call(importsRouter.get, { importId: id }, desk.context);
    await new Promise((resolve) => setImmediate(resolve));
    answers += 1;
  }
  expect(answers).toBeGreaterThan(10);
  expect(some(desk.run(id).counts)).toEqual({ imported: 4000 });
});

function sum(counts: ImportCounts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
