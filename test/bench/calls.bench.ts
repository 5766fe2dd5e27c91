import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { sql, type WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import type { BenchLine } from '#test/bench/line.ts';
import { addLongHistories, fill, longHistory, manager, workday } from '#test/bench/desk-book.ts';
import { deskLines } from '#test/bench/desk-browser.ts';
import { processorMs, quantile, timed } from '#test/bench/measure.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { logCall } from '#workstation/calls/log.ts';
import { buildQueue, rerank } from '#workstation/calls/queue.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { Station } from '#workstation/station.ts';
import { todayOverview } from '#workstation/today/overview.ts';

const sunday = Date.parse('2026-11-22T12:30:00+08:00');
const outcomes = ['NO_ANSWER', 'DONE_SERVICE', 'INTERESTED', 'NOT_NOW'] as const;

/**
 * The call desk with 50,000 clients and ten past calls each: queue and Today from cold, re-ranked after each logged call,
 * then the same book worked by keys in a real browser.
 */
export async function* bench(): AsyncIterable<BenchLine> {
  yield* await engineLines();
  let longIds: string[] = [];
  const fillAll = (db: WritableDb): void => {
    fill(db);
    longIds = addLongHistories(db);
  };
  yield* await deskLines({ manager, at: workday, fill: fillAll }, () => longIds);
}

async function engineLines(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-'));
  const migrations = readMigrations(path.resolve(import.meta.dirname, '../../db/migrations'));
  const open = (): WritableDb =>
    openStore(path.join(folder, 'store.db'), new Uint8Array(32).fill(1), migrations);
  const filled = open();
  fill(filled);
  filled.close();
  // Opened anew: nothing read, nothing prepared, as after a start of the program.
  const db = open();
  try {
    const desk = deskOn(db);
    const scanMs = timed(() => sql(db, `SELECT count(*) FROM client WHERE name LIKE '%x%'`).get());
    const against = { against: 'one scan of the clients', peer: scanMs };
    const startedCpu = processorMs();
    const coldMs = timed(() => buildQueue(desk.station, 8));
    const coldCpu = processorMs() - startedCpu;
    const lines = [
      line('queue from cold', coldMs, against),
      line('queue from cold, processor time', coldCpu, against),
      line(
        'today from cold',
        timed(() => todayOverview(desk.station)),
        against,
      ),
    ];
    const { queues, logs, ranks } = workCalls(desk, 200);
    const cards = addLongHistories(db).map((id) => timed(() => buildCard(desk.station, id, null)));
    const rankCpu = processorOf(() => rerank(desk.station, 8), 200);
    desk.setNow(sunday);
    return [
      ...lines,
      line('re-rank after a call p50', quantile(ranks, 0.5), against),
      line('re-rank after a call p99', quantile(ranks, 0.99), against),
      line('re-rank, processor time', rankCpu, against),
      line('queue with cards after a call p50', quantile(queues, 0.5), against),
      line('queue with cards after a call p99', quantile(queues, 0.99), against),
      line('log a call p50', quantile(logs, 0.5), against),
      line('log a call p99', quantile(logs, 0.99), against),
      line(`card of a client with ${longHistory} contacts p50`, quantile(cards, 0.5), against),
      line(
        'queue on a Sunday',
        timed(() => buildQueue(desk.station, 8)),
        against,
      ),
    ];
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Desk {
  readonly station: Station;
  readonly setNow: (now: number) => void;
}

function deskOn(db: WritableDb): Desk {
  let now = workday;
  let hlc = 0;
  const me = {
    tenantId: 'bench',
    managerId: manager.id,
    managerName: manager.name,
    branchName: '示例支行',
    deviceId: 'bench',
    deviceName: 'bench',
  };
  const nextHlc = (): string => {
    hlc += 1;
    return `${String(now).padStart(15, '0')}-${String(hlc).padStart(6, '0')}-bench`;
  };
  return {
    station: { db, clock: () => now, newId: uuidv7, nextHlc, live: createLiveBus(), me },
    setNow: (to) => {
      now = to;
    },
  };
}

/** Calls whoever is first, again and again, and times the log and the queue that follows. */
function workCalls({ station, setNow }: Desk, most: number): Record<'queues' | 'logs' | 'ranks', number[]> {
  const queues: number[] = [];
  const ranks: number[] = [];
  const logs: number[] = [];
  for (let call = 0; call < most; call += 1) {
    const first = buildQueue(station, 8).items.find(({ verdict }) => verdict.allowed);
    if (!first) throw new Error(`The queue ended after ${call} calls.`);
    setNow(station.clock() + 45_000);
    const { clientId, reason, taskId } = first;
    const outcome = outcomes[call % outcomes.length] ?? 'NO_ANSWER';
    const spoken = { outcome, note: '', followUpAt: null, startedAt: station.clock() - 30_000 };
    logs.push(
      timed(() => {
        const logged = logCall(station, { contactId: uuidv7(), clientId, reason, taskId, ...spoken });
        if (!logged.ok) throw new Error(logged.error.code);
      }),
    );
    ranks.push(timed(() => rerank(station, 8)));
    queues.push(timed(() => buildQueue(station, 8)));
  }
  return { queues, logs, ranks };
}

/** Returns the processor time of one turn of a piece of work, in milliseconds, averaged over many. */
function processorOf(work: () => unknown, turns: number): number {
  const started = processorMs();
  for (let turn = 0; turn < turns; turn += 1) work();
  return (processorMs() - started) / turns;
}

interface Peer {
  readonly against: string;
  readonly peer: number;
}

function line(metric: string, value: number, { against, peer }: Peer): BenchLine {
  return { bench: 'calls', metric, value, unit: 'ms', against, ratio: value / peer };
}
