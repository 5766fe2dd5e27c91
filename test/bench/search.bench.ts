import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seededRandom, type Random } from '#core/base/ids.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { compactDerived, rebuildDerived } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { searchClients } from '#db/queries/client-search.ts';
import { writeRow } from '#db/rows.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { quantile, timed } from '#test/bench/measure.ts';
import { clientRow } from '#test/support/rows.ts';

const line = lineOf('search');
const size = 200_000;
const rounds = 200;
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英乐行中华文玉建国红春海燕玲梅飞鹏浩宇轩子涵梓萱欣怡',
];
const queries: Readonly<Record<string, readonly string[]>> = {
  '1 character': ['王', '李', '伟', '吕', '乐'],
  '2 characters': ['王伟', '张敏', '李娜', '秀英', '子涵'],
  '3 characters': ['王子涵', '李建国', '张秀英'],
  pinyin: ['wang', 'li', 'zhang', 'zeng', 'zi'],
  'full pinyin': ['wangwei', 'lina', 'zhangmin'],
  initials: ['ww', 'zzh', 'lj', 'w'],
  'pinyin beginning': ['wangw', 'zhangji', 'xiuy', 'wan', 'zh'],
  'phone tail': ['5678', '0001', '9421', '8888'],
  'phone part': ['13812', '0000', '138001'],
  'no hit': ['龘', 'qqq', '王龘', '00000000000'],
};

/** Search in an encrypted store of 200,000 clients, against a LIKE '%…%' scan of the same table. */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-search-'));
  const file = path.join(folder, 'store.db');
  const db = openStore(file, new Uint8Array(32).fill(7), readMigrations('db/migrations'));
  try {
    const insertMs = timed(() => fill(db));
    const before = statSync(file).size + statSync(`${file}-wal`).size;
    const buildMs = timed(() => rebuildDerived(db, Date.parse('2026-11-23T10:00:00+08:00')));
    db.pragma('wal_checkpoint(TRUNCATE)');
    const compactMs = timed(() => compactDerived(db));
    const lines = [
      line('tidy the index', compactMs, { unit: 'ms', against: 'building it', peer: buildMs }),
      line('build summaries and index', buildMs, { unit: 'ms', against: 'writing the rows', peer: insertMs }),
      line('store with index', statSync(file).size, { unit: 'B', against: 'before', peer: before }),
    ];
    for (const [kind, texts] of Object.entries(queries)) lines.push(...measure(db, kind, texts));
    return lines;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(db: WritableDb, kind: string, texts: readonly string[]): BenchLine[] {
  const scans = texts.map((text) => timed(() => scan(db, text)));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const text of texts) times.push(timed(() => searchClients(db, text, { limit: 20 })));
  }
  const peer = quantile(scans, 0.5);
  return [
    line(`${kind} p50`, quantile(times, 0.5), { unit: 'ms', against: 'LIKE scan', peer }),
    line(`${kind} p95`, quantile(times, 0.95), { unit: 'ms', against: 'LIKE scan', peer }),
  ];
}

function scan(db: WritableDb, text: string): void {
  sql(
    db,
    `SELECT c.id FROM client c JOIN client_summary s ON s.client_id = c.id
     WHERE c.name LIKE '%' || ? || '%' OR c.phone LIKE '%' || ? || '%' ORDER BY s.aum_fen DESC LIMIT 20`,
  ).all(text, text);
}

function fill(db: WritableDb): void {
  const random = seededRandom(20_261_123);
  throughGate(db, () => {
    for (let index = 0; index < size; index++) {
      const id = `0194${String(index).padStart(8, '0')}`;
      writeRow(db, 'client', id, clientOf(random), { scope: `client:${id}`, seq: 1, hashHi: 1, hashLo: 1 });
    }
  });
}

function clientOf(random: Random): ClientFields {
  const pick = (list: readonly string[]): string => list[Math.floor(random() ** 1.8 * list.length)] ?? '';
  const name = pick(surnames) + pick(given) + (random() < 0.75 ? pick(given) : '');
  const balance = random() < 0.5 ? 0 : Math.floor(random() ** 6 * 1_000_000_000);
  return clientRow({
    name,
    phone: `+861${3 + Math.floor(random() * 7)}${String(Math.floor(random() * 1e9)).padStart(9, '0')}`,
    city: '成都',
    statedAssetsFen: balance,
  });
}
