import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { businessDayOf } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { sealWith } from '#workstation/events/ticket-seal.ts';
import { readTextFile, replaceFile } from '#db/vault-file.ts';
import { loadSample } from '#central/sample.ts';
import { startCentral, type Central } from '#central/serve.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';
import { logLine, runJob } from '#scripts/processes/child.ts';
import type { BookWish, CentralOrder, CentralReady, SavedBook } from '#scripts/processes/messages.ts';

/** The branch of a centre that `npm start` makes, and who works in it. */
const branchName = '示例支行';
const managers = [
  { id: '01940000-0000-7000-9000-000000000001', name: '林若溪' },
  { id: '01940000-0000-7000-9000-000000000002', name: '陈思远' },
] as const;
const sampleSeed = 1;
const keptBackups = 14;

let central: Central | null = null;

runJob<CentralOrder, CentralReady>({
  start: async ({ dataDir, port, book: wish, clockOffsetMs = 0 }, report) => {
    mkdirSync(dataDir, { recursive: true });
    const clock = (): number => Date.now() + clockOffsetMs;
    const backups = { dir: path.join(dataDir, 'backups'), keep: keptBackups };
    const onDatabaseEnded = (): never => {
      logLine('The database ended unexpectedly; whoever started this process starts it again.');
      process.exit(1);
    };
    central = await startCentral({ dataDir, port, clock, backups, onDatabaseEnded });
    report({ kind: 'progress', text: 'central', count: 0 });
    const file = path.join(dataDir, 'book.json');
    const known = readTextFile(file);
    const { url, adminToken } = central;
    if (known) {
      const kept = JSON.parse(known) as SavedBook;
      await refuseLostBook(central, kept);
      return { url, adminToken, book: kept, isNew: false };
    }
    const book = await makeBook(central, { ...wish, now: clock() }, (rows) =>
      report({ kind: 'progress', text: 'rows', count: rows }),
    );
    // Written last: a start that was killed in between makes a branch of its own again.
    replaceFile(file, `${JSON.stringify(book, null, 2)}\n`);
    return { url, adminToken, book, isNew: true };
  },
  stop: async () => central?.close(),
});

async function makeBook(
  { url, adminToken, store }: Central,
  { kind, clients, now }: BookWish & { readonly now: number },
  onProgress: (rows: number) => void,
): Promise<SavedBook> {
  const admin = createCentralClient({ url, token: adminToken }).admin;
  const { tenantId } = await admin.createBranch({ name: branchName });
  if (kind === 'empty') {
    const created: { id: string; name: string }[] = [];
    for (const { name } of managers) {
      created.push({ id: (await admin.createManager({ tenantId, name })).managerId, name });
    }
    return { kind, clients: 0, rows: 0, tenantId, managers: created };
  }
  const rows = await loadSample(store, {
    tenantId,
    managers,
    now,
    onProgress,
    rows: makeSampleBook({
      seed: sampleSeed,
      clients,
      now,
      today: businessDayOf(now),
      branchName,
      managers: [...managers],
      sealWith,
    }),
  });
  return { kind, clients, rows, tenantId, managers };
}

/** The folder remembers a branch that its database does not have: the database was removed or replaced. */
async function refuseLostBook({ url, adminToken }: Central, { tenantId }: SavedBook): Promise<void> {
  const { admin } = createCentralClient({ url, token: adminToken });
  const known = await admin.managers({ tenantId }).catch((error: { code?: string }) => {
    if (error.code === 'NOT_FOUND') return [];
    throw error;
  });
  if (known.length === 0) throw Object.assign(new Error(tenantId), { code: 'BOOK_LOST' });
}
