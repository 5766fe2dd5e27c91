import { canonicalJson } from '#core/sync/canonical.ts';
import { entityNames, type Entity } from '#core/sync/entities.ts';
import { sql } from '#db/handles.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { readRow, tableOf } from '#db/rows.ts';
import { hold } from '#test/sim/failure.ts';
import { short } from '#test/sim/actions.ts';
import type { Workstation } from '#test/sim/workstation.ts';

interface Waiting {
  readonly entity: Entity;
  readonly id: string;
  readonly op: string;
  readonly patch: string;
  /** 1 where it was answered before and is offered again to a restored centre. */
  readonly isAgain: number;
}

/** What must hold on one machine after every step. Cheap where the step wrote nothing there. */
export class StationWatch {
  readonly workstation: Workstation;
  private changes = -1;
  private cursor: string | null = null;

  constructor(workstation: Workstation) {
    this.workstation = workstation;
    this.install();
  }

  /** Lays the traps in the store: what leaves the outbox and what goes back in time is noted by SQLite itself. */
  install(): void {
    const { db, disk } = this.workstation;
    disk.aside(() => {
      db.exec(`CREATE TEMP TABLE left_outbox (mid TEXT); CREATE TEMP TABLE went_back (what TEXT);
        CREATE TEMP TABLE answered (mid TEXT PRIMARY KEY);
        CREATE TEMP TRIGGER watch_outbox AFTER DELETE ON main.outbox BEGIN INSERT INTO left_outbox VALUES (old.mid); END;
        CREATE TEMP TRIGGER watch_journal AFTER INSERT ON main.journal BEGIN INSERT OR IGNORE INTO answered VALUES (new.mid); END;
        INSERT INTO answered SELECT mid FROM journal;`);
      for (const name of [...entityNames.map((entity) => tableOf(entity).name), 'shadow']) {
        db.exec(
          `CREATE TEMP TRIGGER watch_${name} AFTER UPDATE OF seq ON main.${name}
           WHEN new.seq < old.seq AND new.seq > 0
           BEGIN INSERT INTO went_back VALUES ('${name} ' || old.seq || ' > ' || new.seq); END;`,
        );
      }
    });
    this.changes = -1;
    this.cursor = this.readCursor();
  }

  /** Checks; returns whether the cursor moved. Throws `Violation`. */
  check(): { from: string | null; to: string | null } | null {
    const { db, disk } = this.workstation;
    if (disk.isDead) return null;
    return disk.aside(() => {
      const changes = (sql<{ n: number }>(db, 'SELECT total_changes() AS n').get() as { n: number }).n;
      if (changes === this.changes) return null;
      this.checkOutbox();
      this.checkOwnWrites();
      this.workstation.noteUnderWay();
      this.changes = (sql<{ n: number }>(db, 'SELECT total_changes() AS n').get() as { n: number }).n;
      const from = this.cursor;
      this.cursor = this.readCursor();
      return from === this.cursor ? null : { from, to: this.cursor };
    });
  }

  private readCursor(): string | null {
    const { db, disk } = this.workstation;
    return disk.aside(() => readSyncState<string>(db, 'cursor'));
  }

  /** The outbox shrinks only by answers that are kept; no image of a row goes back in time. */
  private checkOutbox(): void {
    const { db, owner } = this.workstation;
    const left = sql<{ mid: string }>(
      db,
      `SELECT mid FROM left_outbox WHERE mid NOT IN (SELECT mid FROM answered) AND mid NOT IN (SELECT mid FROM outbox)`,
    ).all();
    hold(
      left.length === 0,
      'outbox-shrinks-by-answers',
      'lost',
      () => `${owner.name} dropped ${left.map(({ mid }) => short(mid)).join(' ')} without an answer`,
    );
    if (sql(db, 'SELECT 1 FROM left_outbox LIMIT 1').get()) sql(db, 'DELETE FROM left_outbox').run();
    const back = sql<{ what: string }>(db, 'SELECT what FROM went_back').get();
    hold(!back, 'no-row-goes-back', 'diverged', () => `${owner.name}: ${back?.what ?? ''}`);
  }

  /** What waits is seen as it was typed, unless the centre deleted the row. */
  private checkOwnWrites(): void {
    const { db, owner } = this.workstation;
    const stuck = sql<{ entity: string; id: string }>(
      db,
      `SELECT entity, row_id AS id FROM shadow s
       WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.entity = s.entity AND o.row_id = s.row_id) LIMIT 1`,
    ).get();
    hold(
      !stuck,
      'no-orphaned-marker',
      'broken',
      () => `${owner.name} keeps an image of ${stuck?.entity} ${short(stuck?.id ?? '')} with nothing waiting`,
    );
    const waiting = sql<Waiting>(
      db,
      `SELECT entity, row_id AS id, op, patch, mid IN (SELECT mid FROM answered) AS isAgain FROM outbox ORDER BY position`,
    ).all();
    for (const [key, intents] of Map.groupBy(waiting, ({ entity, id }) => `${entity} ${id}`)) {
      this.checkRow(key, intents);
    }
  }

  private checkRow(key: string, intents: readonly Waiting[]): void {
    const { db, owner } = this.workstation;
    const [{ entity, id }] = intents as [Waiting];
    if (!entityNames.includes(entity)) return;
    const shadow = sql<{ seq: number; data: string | null }>(
      db,
      'SELECT seq, data FROM shadow WHERE entity = ? AND row_id = ?',
    ).get(entity, id);
    hold(
      shadow !== undefined,
      'own-writes',
      'broken',
      () => `${owner.name} has changes of ${key} waiting without their confirmed image`,
    );
    // Offered again, and the restored centre has not said yet what it holds: shown as before until it does.
    if (shadow.seq <= 0 && intents.some(({ isAgain }) => isAgain === 1)) return;
    const shown = readRow(db, entity, id)?.data as Record<string, unknown> | undefined;
    const isDeleted = shadow.data === null && shadow.seq > 0;
    // The row's own creation was refused: what was done to it afterwards waits for the same.
    const isRefused = shadow.data === null && !intents.some(({ op }) => op === 'create');
    if (isRefused && shown === undefined) return;
    if (isDeleted || intents.at(-1)?.op === 'delete') {
      return hold(
        shown === undefined,
        'own-writes',
        'diverged',
        () => `${owner.name} shows ${key} though it is deleted`,
      );
    }
    // A create that the centre already has adds nothing to what the centre says.
    const open = intents.filter(({ op }) => op !== 'create' || shadow.data === null);
    const typed = Object.assign({}, ...open.map(({ patch }) => JSON.parse(patch) as object)) as Record<
      string,
      unknown
    >;
    const wrong = Object.entries(typed).find(
      ([field, value]) => canonicalJson(shown?.[field]) !== canonicalJson(value),
    );
    hold(
      !wrong,
      'own-writes',
      'lost',
      () =>
        `${owner.name} shows ${key} ${wrong?.[0]} as ${canonicalJson(shown?.[wrong?.[0] ?? ''])}, typed was ${canonicalJson(wrong?.[1])}`,
    );
  }
}
