import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { businessDayOf, dayMs } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { derive } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { writeRow } from '#db/rows.ts';
import { logCall } from '#workstation/calls/log.ts';
import { buildQueue } from '#workstation/calls/queue.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { Station } from '#workstation/station.ts';
import { todayOverview } from '#workstation/today/overview.ts';

/**
 * Measures the call desk on a large book: queue from cold, queue after a logged call, logging itself.
 * `node test/bench/call-queue.ts [clients] [contacts per client]`; the clock stands on a workday morning.
 */
const clients = Number(process.argv[2] ?? 50_000);
const contactsEach = Number(process.argv[3] ?? 10);
const manager = { id: '01940000-0000-7000-9000-000000000001', name: '林若溪' };
let now = Date.parse('2026-11-23T10:00:00+08:00');
const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-'));
const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
const db = openStore(path.join(folder, 'store.db'), new Uint8Array(32).fill(1), migrations);

fill(db);
let hlc = 0;
const station: Station = {
  db,
  clock: () => now,
  newId: uuidv7,
  nextHlc: () => `${String(now).padStart(15, '0')}-${String((hlc += 1)).padStart(6, '0')}-bench`,
  live: createLiveBus(),
  me: {
    tenantId: 'bench',
    managerId: manager.id,
    managerName: manager.name,
    branchName: '示例支行',
    deviceId: 'bench',
    deviceName: 'bench',
  },
};

const value = (metric: string, number: number, unit: string): void =>
  console.log(JSON.stringify({ bench: 'calls', metric, value: Number(number.toFixed(2)), unit, clients }));
value(
  'queue_cold',
  timed(() => buildQueue(station, 8)),
  'ms',
);
value(
  'today_cold',
  timed(() => todayOverview(station)),
  'ms',
);
const queues: number[] = [];
const logs: number[] = [];
for (let call = 0; call < 200; call += 1) {
  const { items, cards } = buildQueue(station, 8);
  const first = items.find(({ verdict }) => verdict.allowed);
  if (!first || cards.length === 0) break;
  now += 45_000;
  logs.push(
    timed(() =>
      logCall(station, {
        contactId: uuidv7(),
        clientId: first.clientId,
        outcome: (['NO_ANSWER', 'DONE_SERVICE', 'INTERESTED', 'NOT_NOW'] as const)[call % 4] ?? 'BUSY',
        reason: first.reason,
        taskId: first.taskId,
        note: '',
        followUpAt: null,
        startedAt: now - 30_000,
      }),
    ),
  );
  queues.push(timed(() => buildQueue(station, 8)));
}
value('queue_warm_p50', percentile(queues, 50), 'ms');
value('queue_warm_p95', percentile(queues, 95), 'ms');
value('queue_warm_p99', percentile(queues, 99), 'ms');
value('log_p50', percentile(logs, 50), 'ms');
value('log_p95', percentile(logs, 95), 'ms');
value('calls_logged', logs.length, 'calls');
now = Date.parse('2026-11-22T12:30:00+08:00');
value(
  'queue_on_a_sunday',
  timed(() => buildQueue(station, 8)),
  'ms',
);
db.close();
rmSync(folder, { recursive: true, force: true });

function fill(store: WritableDb): void {
  throughGate(store, () => {
    const touched: { entity: Entity; id: string }[] = [];
    const put = (entity: Entity, id: string, data: Readonly<Record<string, unknown>>): void =>
      writeRow(store, entity, id, data, { scope: scopeOf(entity, id, data), seq: 1, hashHi: 0, hashLo: 0 });
    const book = makeSampleBook({
      seed: 1,
      clients,
      today: businessDayOf(now),
      now,
      branchName: '示例支行',
      managers: [manager, { id: '01940000-0000-7000-9000-000000000002', name: '陈思远' }],
    });
    for (const { entity, id, data } of book) {
      put(entity, id, data);
      if (entity !== 'client') continue;
      touched.push({ entity, id });
      for (let past = 0; past < contactsEach; past += 1) put('contact', uuidv7(), oldContact(id, past));
    }
    derive(store, touched, now);
  });
}

function oldContact(clientId: string, past: number): Record<string, unknown> {
  const startedAt = now - (100 + past * 30) * dayMs;
  return {
    clientId,
    managerId: manager.id,
    channel: 'PHONE',
    purpose: 'SERVICE',
    reason: 'FRESH',
    outcome: 'TRANSFER',
    note: '',
    startedAt,
    endedAt: startedAt + 60_000,
    taskId: null,
  };
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function percentile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * rank) / 100))] ?? 0;
}
