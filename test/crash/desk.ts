import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import type { WritableDb } from '#db/handles.ts';
import type { SyncEngine } from '#workstation/host.ts';
import { startSync } from '#workstation/sync/engine.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import type { DeskOrders } from '#test/crash/desk-child.ts';

const script = path.resolve(import.meta.dirname, 'desk-child.ts');
const migrations = path.resolve(import.meta.dirname, '../../db/migrations');
const key = '07'.repeat(32);

/** What a desk said was stored: commands by token, the last value of each one's field, bytes of each import. */
export interface Acknowledged {
  readonly groups: Set<string>;
  readonly values: Map<string, number>;
  readonly bytes: Map<string, number>;
}

/** What is wrong with a store after a kill; all 0 where nothing is. */
export interface Damage {
  lost: number;
  half: number;
  unopened: number;
}

/** A workstation on one store, started and killed again and again. */
export interface Desk {
  readonly said: Acknowledged;
  /** Starts it; a next one loads meanwhile, until `finish`. */
  readonly start: () => void;
  /** Resolves at the desk's next line, or when it has ended. */
  readonly life: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** Leaves no process behind, whatever went wrong. */
  readonly end: () => void;
  /** Opens the store that the last kill left and looks at it. */
  readonly inspect: () => Damage;
  /** Syncs what is left and proves the copy equal; answers what waits, what was refused and whether both are equal. */
  readonly finish: () => Promise<{ isEqual: boolean; pending: number; refused: number }>;
}

/** Makes a desk of an enrolled device; `centralUrl` stays the same over restarts of the centre. */
export function makeDesk(file: string, centralUrl: string, enrolment: Enrolment): Desk {
  const orders: DeskOrders = { file, key, migrations, centralUrl, enrolment };
  const said: Acknowledged = { groups: new Set(), values: new Map(), bytes: new Map() };
  let child: ChildProcess | null = null;
  let ended: Promise<void> = Promise.resolve();
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  /** A process takes half a second to load: the next one does so while this one works. */
  const standBy = () =>
    spawn(process.execPath, [script, JSON.stringify(orders)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let next: ReturnType<typeof standBy> | null = null;
  const open = (): WritableDb => openStore(file, Buffer.from(key, 'hex'), readMigrations(migrations));
  return {
    said,
    start: () => {
      const started = next ?? standBy();
      started.stdin.write('\n');
      next = standBy();
      child = started;
      const lines = createInterface({ input: started.stdout });
      lines.on('line', (line) => {
        note(said, line);
        wake();
      });
      // Closed only when the pipe is read to its end: what was said before the kill counts.
      ended = new Promise((resolve) => lines.once('close', resolve)).then(wake);
    },
    life: () => new Promise((resolve) => waiting.push(resolve)),
    kill: async () => {
      child?.kill('SIGKILL');
      await ended;
    },
    end: () => {
      for (const one of [child, next]) one?.kill('SIGKILL');
    },
    inspect: () => {
      try {
        const db = open();
        const damage = inspect(db, said);
        db.close();
        return damage;
      } catch {
        return { lost: 0, half: 0, unopened: 1 };
      }
    },
    finish: async () => {
      next?.kill('SIGKILL');
      next = null;
      const db = open();
      const options = { station: stationOf(enrolment, db), centralUrl, deviceToken: enrolment.deviceToken };
      const sync = startSync(options);
      // The last kill may have been the database's: it needs a moment to replay its journal.
      for (let tries = 0; tries < 240 && !(await isThrough(sync)); tries += 1) await sleep(250);
      const { isEqual } = await sync.prove();
      const { pending, refused } = sync.status();
      await sync.stop();
      db.close();
      return { isEqual, pending, refused };
    },
  };
}

async function isThrough(sync: SyncEngine): Promise<boolean> {
  await sync.syncNow();
  const { phase, pending } = sync.status();
  return phase === 'synced' && pending === 0;
}

function note({ groups, values, bytes }: Acknowledged, line: string): void {
  const [kind, id = '', value] = line.split(' ');
  if (kind === 'g') groups.add(id);
  else if (kind === 'p') values.set(id, Number(value));
  else if (kind === 'i') bytes.set(id, Number(value));
}

function inspect(db: WritableDb, { groups, values, bytes }: Acknowledged): Damage {
  const cities = new Map(db.prepare('SELECT id, city FROM client').raw().all() as [string, string][]);
  const lostGroups = [...groups].filter((id) => !cities.has(id)).length;
  const lostValues = [...values].filter(([id, value]) => cities.get(id) !== String(value)).length;
  const received = db.prepare('SELECT received_bytes FROM import_run WHERE id = ?').pluck();
  const lostBytes = [...bytes].filter(([id, count]) => Number(received.get(id) ?? 0) < count).length;
  const halves = [
    // A command's rows without one another, or without their place in the change log.
    `SELECT count(*) FROM client c WHERE c.city IS NOT NULL AND
       (SELECT count(*) FROM note n WHERE n.client_id = c.id) <> 2`,
    `SELECT count(*) FROM outbox o WHERE NOT EXISTS
       (SELECT 1 FROM shadow s WHERE s.entity = o.entity AND s.row_id = o.row_id)`,
    `SELECT count(*) FROM client c WHERE c.seq = 0 AND NOT EXISTS (SELECT 1 FROM outbox WHERE row_id = c.id)`,
    `SELECT count(*) FROM client c WHERE NOT EXISTS (SELECT 1 FROM client_summary WHERE client_id = c.id)`,
    `SELECT count(*) FROM import_run r WHERE received_bytes <>
       (SELECT coalesce(sum(length(bytes)), 0) FROM import_chunk k WHERE k.import_id = r.id)`,
  ].map((text) => db.prepare(text).pluck().get() as number);
  const isWhole = db.pragma('quick_check(1)', { simple: true }) === 'ok';
  return {
    lost: lostGroups + lostValues + lostBytes,
    half: halves.reduce((sum, count) => sum + count, 0),
    unopened: isWhole ? 0 : 1,
  };
}
