import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { businessDayOf } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { entityNames } from '#core/sync/entities.ts';
import { applyPage } from '#db/changes/page.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { openBenchStore } from '#test/bench/sync/device.ts';
const N = 40000, now = Date.now();
const rows: any[] = [];
const managers = [{ id: uuidv7(), name: '林若溪' }];
for (const row of makeSampleBook({ seed: 1, clients: 100000, today: businessDayOf(now), now, branchName: 'x', managers } as any) as any) {
  const sf = row.data.clientId ? 'client:' + row.data.clientId : row.entity === 'client' ? 'client:' + row.id : 'tenant';
  rows.push({ ...row, scope: sf, seq: rows.length + 1 });
  if (rows.length >= N) break;
}
const order = new Map(entityNames.map((e, i) => [e, i]));
rows.sort((a, b) => order.get(a.entity)! - order.get(b.entity)! || (a.scope < b.scope ? -1 : a.scope > b.scope ? 1 : a.id < b.id ? -1 : 1));
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
const folder = mkdtempSync('/tmp/qp-');
const out: number[] = [];
for (let r = 0; r < Number(process.argv[2] ?? 3); r++) {
  const db = openBenchStore(path.join(folder, `${r}.db`)); writeSyncState(db, 'cursor', 'c');
  const go = (from: number, to: number) => { for (let at = from; at < to; at += 1000) applyPage(db, { from: 'c', cursor: 'c', rows: rows.slice(at, Math.min(to, at + 1000)), access: [] }, now); };
  go(0, N * 0.8);
  const c = cpu(); go(N * 0.8, N); out.push((cpu() - c) * 1000 / (N * 0.2)); db.close();
}
console.log('cpu us/row of deltas', out.map(Math.round));
rmSync(folder, { recursive: true });
