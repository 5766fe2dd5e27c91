import { canonicalJson } from '#core/sync/canonical.ts';
import type { Workstation } from '#test/sim/workstation.ts';

/** One change of one row as a person made it, with what they saw there before. */
export interface Intent {
  readonly mid: string;
  readonly group: string;
  readonly by: string;
  readonly managerId: string;
  readonly entity: string;
  readonly id: string;
  readonly op: 'create' | 'patch' | 'delete';
  readonly patch: Readonly<Record<string, unknown>>;
  readonly command: string;
  readonly scope: string;
  /**
   * By field, the values (as JSON) this person had before their eyes: what the row showed and, where that was their own
   * earlier change still waiting, what they saw when they made that.
   */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>;
  /** True once nobody can expect to find it again: its only store went back to before it. */
  isForgone: boolean;
}

/** A row as it is on screen; empty where there is none. */
export type Shown = Readonly<Record<string, unknown>>;

interface OutboxRow {
  readonly position: number;
  readonly mid: string;
  readonly group: string;
  readonly command: string;
  readonly entity: string;
  readonly id: string;
  readonly op: Intent['op'];
  readonly patch: string;
  readonly scope: string | null;
}

/** Everything that was ever typed and committed, by mid. */
export class Typed {
  readonly byMid = new Map<string, Intent>();

  /** Notes what a machine's outbox holds that nobody has seen yet. */
  note(workstation: Workstation, shown: ReadonlyMap<string, Shown>): Intent[] {
    const { db, disk, owner } = workstation;
    const rows = disk.aside(
      () =>
        db
          .prepare(
            `SELECT o.position, o.mid, o.group_id AS "group", o.command, o.entity, o.row_id AS id, o.op, o.patch, s.scope
             FROM outbox o LEFT JOIN shadow s ON s.entity = o.entity AND s.row_id = o.row_id ORDER BY o.position`,
          )
          .all() as OutboxRow[],
    );
    const fresh = rows.filter(({ mid }) => !this.byMid.has(mid));
    return fresh.map((row) => {
      const earlier = rows.filter(
        (other) => other.position < row.position && other.entity === row.entity && other.id === row.id,
      );
      const intent: Intent = {
        ...row,
        scope: row.scope ?? '',
        patch: JSON.parse(row.patch) as Intent['patch'],
        by: owner.name,
        managerId: owner.managerId,
        seen: this.seenOf(shown.get(`${row.entity} ${row.id}`) ?? {}, earlier),
        isForgone: false,
      };
      this.byMid.set(intent.mid, intent);
      return intent;
    });
  }

  /** Notes that nobody can or will ask for an intent any more. */
  forgo(mid: string): void {
    const intent = this.byMid.get(mid);
    if (intent) intent.isForgone = true;
  }

  private seenOf(shown: Shown, earlier: readonly OutboxRow[]): Map<string, Set<string>> {
    const seen = new Map<string, Set<string>>();
    for (const [field, value] of Object.entries(shown)) seen.set(field, new Set([canonicalJson(value)]));
    for (const intent of earlier.flatMap(({ mid }) => this.byMid.get(mid) ?? [])) {
      const isOwn = (field: string) => field in intent.patch || intent.op === 'delete';
      for (const [field, values] of intent.seen) {
        if (isOwn(field)) for (const value of values) seen.get(field)?.add(value);
      }
    }
    return seen;
  }
}
