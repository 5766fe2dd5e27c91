import { uuidv7 } from 'uuidv7';
import { pino } from 'pino';
import { businessDayOf } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { loadSample } from '#central/sample.ts';
import { startCentral } from '#central/serve.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';

/**
 * A centre on a PostgreSQL, in a process of its own, with about so many rows of a sample book that belong to the first
 * of two managers. Says in one line of JSON where it is.
 */
const [databaseUrl = '', adminToken = '', rows = '20000'] = process.argv.slice(2);
const limits = { perMinute: 1e6, enrolPerMinute: 1e6, enrolPerBranchPerMinute: 1e6 };
const central = await startCentral({ databaseUrl, adminToken, limits, logger: pino({ level: 'silent' }) });
const { admin } = createCentralClient({ url: central.url, token: adminToken });
const { tenantId } = await admin.createBranch({ name: '示例支行' });
const managers = [
  { id: uuidv7(), name: '林若溪' },
  { id: uuidv7(), name: '陈思远' },
] as const;
const now = Date.now();

function* book() {
  const today = businessDayOf(now);
  let count = 0;
  for (const row of makeSampleBook({
    seed: 1,
    clients: 100_000,
    today,
    now,
    branchName: '示例支行',
    managers: [managers[0]],
  })) {
    if (row.entity === 'manager') continue;
    yield row;
    count += 1;
    if (count >= Number(rows)) return;
  }
}

await loadSample(central.store, { tenantId, managers, rows: book(), now });
const managerIds = managers.map(({ id }) => id);
console.log(JSON.stringify({ url: central.url, tenantId, managerIds }));
process.on('SIGTERM', () => void central.close().then(() => process.exit(0)));
