import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { businessDayOf } from '#core/base/time.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { clientGaps } from '#db/queries/gaps.ts';
import { fill, workday } from '#test/bench/desk-book.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { quantile, timed } from '#test/bench/measure.ts';

const line = lineOf('gaps');
const looks = 50;

/** The list of gaps with 50,000 clients, as Today asks for it: from cold and again, against a scan of the same rows. */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-gaps-'));
  const open = (): WritableDb =>
    openStore(path.join(folder, 'store.db'), new Uint8Array(32).fill(1), readMigrations('db/migrations'));
  const filled = open();
  fill(filled);
  filled.close();
  try {
    const coldScan = opened(open, (db) => timed(() => scan(db)));
    return opened(open, (db) => {
      const cold = timed(() => clientGaps(db, workday, 5));
      const again = timesOf(() => clientGaps(db, workday, 5));
      const scans = timesOf(() => scan(db), 5);
      const peer = { unit: 'ms', against: 'a scan of VIPs and holders', peer: quantile(scans, 0.5) };
      return [
        line(`from cold, ${clientGaps(db, workday, 5).total} gaps`, cold, { ...peer, peer: coldScan }),
        line('again p50', quantile(again, 0.5), peer),
        line('again p95', quantile(again, 0.95), peer),
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function opened<Value>(open: () => WritableDb, work: (db: WritableDb) => Value): Value {
  const db = open();
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function timesOf(work: () => unknown, turns = looks): number[] {
  return Array.from({ length: turns }, () => timed(work));
}

/** The same question asked of the rows themselves, nothing kept but the summary. */
function scan(db: WritableDb): void {
  const isVip = "s.tier IN ('VIP', 'PRIVATE')";
  sql(
    db,
    `SELECT *, count(*) OVER () AS total FROM (
       SELECT c.id, c.name, s.tier, s.aum_fen,
         ${isVip} AND NOT EXISTS (SELECT 1 FROM manager m WHERE m.id = s.owner_manager_id AND m.is_active = 1) AS a,
         ${isVip} AND s.level IS NULL AS b, ${isVip} AND s.level IS NOT NULL AND s.level_through < ? AS c,
         c.birth_day IS NULL AS d, c.capacity IS NULL AS e
       FROM (SELECT s.client_id FROM client_summary s WHERE ${isVip} UNION SELECT client_id FROM holding) k
       JOIN client_summary s ON s.client_id = k.client_id JOIN client c ON c.id = k.client_id
     ) WHERE a OR b OR c OR d OR e
     ORDER BY tier = 'PRIVATE' DESC, tier = 'VIP' DESC, aum_fen DESC, id LIMIT 5`,
  ).all(businessDayOf(workday));
}
