import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { seededRandom } from '#core/base/ids.ts';
import { hourMs } from '#core/base/time.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import type { RowData } from '#core/sync/entities.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { writeRow } from '#db/rows.ts';
import type { BenchLine } from '#test/bench/line.ts';
import { doorLines } from '#test/bench/door-browser.ts';
import { quantile, timed } from '#test/bench/measure.ts';
import { doorView } from '#workstation/events/door-view.ts';
import { scanTicket } from '#workstation/events/door.ts';
import { findGuests } from '#workstation/events/roster.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { Station } from '#workstation/station.ts';

const scanned = 5000;
const searched = 10_000;
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英乐行中华文玉建国红春海燕玲梅飞鹏浩宇轩'];
const queries = ['王', '伟', 'w', 'z', 'zh', 'wang', 'wx', '5', '56', '5678', '欧阳', 'q', '王建'];

/**
 * Durable scans on an encrypted store with 5,000 guests; the door's search among 10,000, per key press; then both in a
 * real browser, from key to paint, and a cold start up to the open door.
 */
export async function* bench(): AsyncIterable<BenchLine> {
  yield* engineLines();
  let codes: string[] = [];
  const fillBoth = (db: WritableDb): void => {
    codes = fill(db, 'salon-a', scanned);
    fill(db, 'salon-b', searched);
  };
  const manager = { id: 'host', name: '林若溪' };
  yield* await doorLines({ manager, at: Date.now(), fill: fillBoth }, () => codes);
}

function* engineLines(): Iterable<BenchLine> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-checkin-'));
  const db = openStore(
    path.join(folder, 'store.db'),
    new Uint8Array(32).fill(7),
    readMigrations('db/migrations'),
  );
  try {
    const station = stationOn(db);
    const bareMs = bareCommits(db);
    yield* [...measureScans(station, bareMs), ...measureSearch(station)];
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureScans(station: Station, bareMs: number): BenchLine[] {
  const codes = fill(station.db, 'salon-a', scanned);
  const times = codes.map((code) => timed(() => scanTicket(station, 'salon-a', code)));
  const total = times.reduce((sum, ms) => sum + ms, 0);
  const whole = doorMs(station);
  const again = codes.slice(0, 50).map((code) => {
    scanTicket(station, 'salon-a', code);
    return doorMs(station);
  });
  const perSecond = (codes.length / total) * 1000;
  const bare = 1000 / bareMs;
  return [
    {
      ...line('durable scans', perSecond, 'scans/s'),
      against: 'bare durable inserts',
      ratio: perSecond / bare,
    },
    {
      ...line('scan to verdict p50', quantile(times, 0.5), 'ms'),
      against: 'bare durable insert',
      ratio: quantile(times, 0.5) / bareMs,
    },
    {
      ...line('scan to verdict p99', quantile(times, 0.99), 'ms'),
      against: 'target 150 ms',
      ratio: quantile(times, 0.99) / 150,
    },
    line('door at a glance from cold, all in', whole, 'ms'),
    {
      ...line('door at a glance after one more scan', quantile(again, 0.5), 'ms'),
      against: 'from cold',
      ratio: quantile(again, 0.5) / whole,
    },
  ];
}

function measureSearch(station: Station): BenchLine[] {
  fill(station.db, 'salon-b', searched);
  const coldMs = timed(() => findGuests(station, 'salon-b', '王', 12));
  const times: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    for (const typed of queries) times.push(timed(() => findGuests(station, 'salon-b', typed, 12)));
  }
  const scans = queries.map((typed) => timed(() => likeScan(station.db, typed)));
  const peer = quantile(scans, 0.5);
  return [
    line('roster of 10,000 from cold', coldMs, 'ms'),
    {
      ...line('search p50', quantile(times, 0.5), 'ms'),
      against: 'LIKE scan',
      ratio: quantile(times, 0.5) / peer,
    },
    {
      ...line('search p95', quantile(times, 0.95), 'ms'),
      against: 'target 50 ms',
      ratio: quantile(times, 0.95) / 50,
    },
  ];
}

/** The least any durable check-in can cost: one row, one transaction, synchronous=FULL. */
function bareCommits(db: WritableDb): number {
  const insert = sql(db, 'INSERT INTO local_setting (key, value) VALUES (?, ?)');
  const times = Array.from({ length: 500 }, (_, index) =>
    timed(() => insert.run(`bench-${index}`, 'x'.repeat(300))),
  );
  return quantile(times, 0.5);
}

function likeScan(db: WritableDb, typed: string): unknown[] {
  return sql(
    db,
    "SELECT id FROM guest WHERE event_id = 'salon-b' AND (name LIKE ? OR phone LIKE ?) LIMIT 12",
  ).all(`%${typed}%`, `%${typed}`);
}

function fill(db: WritableDb, eventId: string, count: number): string[] {
  const random = seededRandom(count);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const now = Date.now();
  const state = { scope: `event:${eventId}`, seq: 1, hashHi: 0, hashLo: 0 };
  const event: RowData<'event'> = {
    title: '大场',
    city: '',
    venue: '',
    startsAt: now,
    endsAt: now + hourMs,
    capacity: count,
    isProductTalk: false,
    productIds: [],
    hostManagerIds: ['host'],
    agenda: '',
    status: 'OPEN',
    ticketKey: null,
  };
  const codes: string[] = [];
  throughGate(db, () => {
    writeRow(db, 'event', eventId, event, state);
    for (let index = 0; index < count; index += 1) {
      const code = makeTicketCode(random);
      codes.push(code);
      const guest: RowData<'guest'> = {
        eventId,
        clientId: null,
        name: pick(surnames) + pick(given) + (random() < 0.7 ? pick(given) : ''),
        phone: `+86138${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
        hostManagerId: 'host',
        plusOneOf: null,
        state: 'confirmed',
        stateAt: now,
        invitedAt: now,
        ticketCode: code,
        revokedCodes: [],
        foreignCode: null,
        seat: null,
        invitedFrom: 'LIST',
      };
      writeRow(db, 'guest', uuidv7(), guest, state);
    }
  });
  return codes;
}

function stationOn(db: WritableDb): Station {
  let hlc = 0;
  return {
    db,
    clock: () => Date.now(),
    newId: uuidv7,
    nextHlc: () => `${String(Date.now()).padStart(15, '0')}-${String((hlc += 1)).padStart(6, '0')}-bench`,
    me: {
      tenantId: 'tenant',
      managerId: 'host',
      managerName: '林若溪',
      branchName: '示例支行',
      deviceId: 'device',
      deviceName: '入口',
    },
    live: createLiveBus(),
  };
}

function doorMs(station: Station): number {
  return timed(() => doorView(station, 'salon-a'));
}

function line(metric: string, value: number, unit: string): BenchLine {
  return { bench: 'checkin', metric, value, unit, against: null, ratio: null };
}
