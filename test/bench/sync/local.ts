import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { commitChange, writeChange, type ChangeContext } from '#db/changes/commit.ts';
import { rebuildDerived } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { writeRow } from '#db/rows.ts';
import { clientData } from '#test/bench/client-data.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { processorMs, quantile, timed } from '#test/bench/measure.ts';
import { openBenchStore } from '#test/bench/sync/device.ts';
import { pageRows, unguard } from '#test/bench/sync/raw.ts';

const line = lineOf('sync');
const clients = 5_000;
const rounds = 60;
const turnsOfRound = 50;
const batchRows = 30_000;

/** Local change against a bare UPDATE, and capture in batch against bare rows; all stores alike. */
export function localLines(folder: string): BenchLine[] {
  return [...changeLines(folder), ...batchLines(folder)];
}

interface Contestant {
  readonly times: number[];
  readonly turn: (index: number, city: string) => void;
}

/** One field of one client: they take turns of fifty, so that a busy machine is busy for all of them. */
function changeLines(folder: string): BenchLine[] {
  const bare = bareUpdate(filled(folder, 'bare'));
  const limit = bareCapture(filled(folder, 'limit'));
  const change = realChange(filled(folder, 'change'));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of [bare, limit, change]) {
      for (let turn = round * turnsOfRound; turn < (round + 1) * turnsOfRound; turn += 1) {
        one.times.push(timed(() => one.turn((turn * 7919) % clients, `city ${turn}`)));
      }
    }
  }
  return ([0.5, 0.99] as const).flatMap((share) => {
    const peer = { unit: 'ms', against: 'bare UPDATE', peer: quantile(bare.times, share) };
    const name = `p${share * 100}`;
    return [
      line(`local change ${name}`, quantile(change.times, share), peer),
      line(`— its statements alone ${name}`, quantile(limit.times, share), peer),
    ];
  });
}

interface Filled {
  readonly db: WritableDb;
  readonly ids: readonly string[];
}

function filled(folder: string, name: string): Filled {
  const db = openBenchStore(path.join(folder, `${name}.db`));
  const ids = Array.from({ length: clients }, () => uuidv7());
  throughGate(db, () =>
    ids.forEach((id, at) => {
      const state = { scope: `client:${id}`, seq: at + 1, hashHi: 1, hashLo: 1 };
      writeRow(db, 'client', id, clientData(at), state);
    }),
  );
  rebuildDerived(db, Date.now());
  return { db, ids };
}

function bareUpdate({ db, ids }: Filled): Contestant {
  unguard(db);
  const update = db.prepare('UPDATE client SET city = ? WHERE id = ?');
  return { times: [], turn: (index, city) => update.run(city, ids[index]) };
}

/** Row, change log and confirmed image by prepared statements and nothing else: what no program could go below. */
function bareCapture({ db, ids }: Filled): Contestant {
  unguard(db);
  const update = db.prepare('UPDATE client SET city = ? WHERE id = ?');
  const shadow = db.prepare('INSERT INTO shadow VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const outbox = db.prepare(
    `INSERT INTO outbox (mid, group_id, lane, command, entity, row_id, op, patch, base, hlc, created_at)
     VALUES (?, ?, 1, 'client.correct', 'client', ?, 'patch', ?, 1, 'hlc', 1)`,
  );
  const image = JSON.stringify(clientData(1));
  const write = db.transaction((id: string, city: string) => {
    update.run(city, id);
    outbox.run(uuidv7(), uuidv7(), id, `{"city":"${city}"}`);
    shadow.run('client', id, `client:${id}`, 1, image);
  });
  return { times: [], turn: (index, city) => write.immediate(ids[index] ?? '', city) };
}

function realChange({ db, ids }: Filled): Contestant {
  const context = contextNow();
  const turn = (index: number, city: string): void => {
    const change = { op: 'patch', entity: 'client', id: ids[index] ?? '', patch: { city } } as const;
    commitChange(db, context, 'client.correct', [change]);
  };
  return { times: [], turn };
}

function contextNow(): ChangeContext {
  let reading = 0;
  const nextHlc = (): string => `hlc-${String((reading += 1)).padStart(8, '0')}`;
  return { now: Date.now(), newId: uuidv7, nextHlc };
}

/** New clients in batches: rows alone, and rows with change log and confirmed image. In processor time. */
function batchLines(folder: string): BenchLine[] {
  const rounds = [0, 1, 2].map(
    (round) => [timeBareBatch(folder, round), timeCaptured(folder, round)] as const,
  );
  const rate = (times: readonly number[]): number => batchRows / (quantile(times, 0.5) / 1000);
  const bare = rate(rounds.map(([one]) => one));
  const peer = { unit: 'rows/s', against: 'bare batch insert', peer: bare };
  return [line('capture in batch (processor time)', rate(rounds.map(([, one]) => one)), peer)];
}

function timeBareBatch(folder: string, round: number): number {
  const db = openBenchStore(path.join(folder, `bare-batch-${round}.db`));
  unguard(db);
  return inBatches(db, (id, at) => {
    writeRow(db, 'client', id, clientData(at), { scope: `client:${id}`, seq: 0, hashHi: null, hashLo: null });
  });
}

function timeCaptured(folder: string, round: number): number {
  const db = openBenchStore(path.join(folder, `captured-${round}.db`));
  const context = contextNow();
  return inBatches(db, (id, at) => {
    const create = { op: 'create', entity: 'client', id, data: clientData(at) } as const;
    writeChange(db, context, { command: 'client.import', changes: [create] });
  });
}

function inBatches(db: WritableDb, write: (id: string, at: number) => void): number {
  const worked = processorMs();
  for (let start = 0; start < batchRows; start += pageRows) {
    throughGate(db, () => {
      for (let at = start; at < start + pageRows; at += 1) write(uuidv7(), at);
    });
  }
  const took = processorMs() - worked;
  db.close();
  return took;
}
