import { uuidv7 } from 'uuidv7';
import { pino } from 'pino';
import { businessDayOf } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { loadSample } from '#central/sample.ts';
import { startCentral } from '#central/serve.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';

/** A centre in a process of its own with a sample book of about `rows` rows; says where it is in one line of JSON. */
const [dataDir = '', rows = '20000'] = process.argv.slice(2);
const adminToken = 'bench-admin-token';
const limits = { perMinute: 1e6, enrolPerMinute: 1e6, enrolPerBranchPerMinute: 1e6 };
const central = await startCentral({ dataDir, adminToken, limits, logger: pino({ level: 'silent' }) });
const { admin } = createCentralClient({ url: central.url, token: adminToken });
const { tenantId } = await admin.createBranch({ name: '示例支行' });
const manager = { id: uuidv7(), name: '林若溪' };
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
    managers: [manager],
  })) {
    if (row.entity === 'manager') continue;
    yield row;
    count += 1;
    if (count >= Number(rows)) return;
  }
}

await loadSample(central.store, { tenantId, managers: [manager], rows: book(), now });
const { code } = await admin.createEnrolment({ tenantId, managerId: manager.id, validMinutes: 60 });
console.log(JSON.stringify({ url: central.url, code }));
process.on('SIGTERM', () => void central.close().then(() => process.exit(0)));
