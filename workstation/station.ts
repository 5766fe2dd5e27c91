import type { NewId } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import {
  commitChange,
  commitChanges,
  type ChangeContext,
  type Command,
  type RowChange,
} from '#db/changes/commit.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import type { LiveBus } from '#workstation/live/bus.ts';

/** Who works here: answered by the centre at enrolment. */
export interface Me {
  readonly tenantId: string;
  readonly managerId: string;
  readonly managerName: string;
  readonly branchName: string;
  readonly deviceId: string;
  readonly deviceName: string;
}

/** An open workstation: what every procedure behind the lock works with. */
export interface Station {
  readonly db: WritableDb;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly nextHlc: () => string;
  readonly me: Me;
  readonly live: LiveBus;
}

/** Returns what a writer in `db/changes` needs of a station: one time for all it writes. */
export function changesOf({ clock, newId, nextHlc }: Station): ChangeContext {
  return { now: clock(), newId, nextHlc };
}

/** Commits a command durably and tells every open screen which kinds of rows changed. */
export function commit(station: Station, command: string, changes: readonly RowChange[]): void {
  const { db, clock, newId, nextHlc, live } = station;
  commitChange(db, { now: clock(), newId, nextHlc }, command, changes);
  live.publish('signal', { kind: 'rows', entities: [...new Set(changes.map(({ entity }) => entity))] });
}

/** Commits a command and, in the same transaction, what this workstation alone keeps beside it. */
export function commitBeside(
  { db, clock, newId, nextHlc, live }: Station,
  { command, changes }: Command,
  keep: (db: WritableDb) => void,
): void {
  throughGate(db, () => {
    commitChange(db, { now: clock(), newId, nextHlc }, command, changes);
    keep(db);
  });
  live.publish('signal', { kind: 'rows', entities: [...new Set(changes.map(({ entity }) => entity))] });
}

/** Commits several parts of one command in one transaction; the centre applies each part all or none. */
export function commitAll(station: Station, command: string, parts: readonly (readonly RowChange[])[]): void {
  const { db, clock, newId, nextHlc, live } = station;
  const commands = parts.filter(({ length }) => length > 0).map((changes) => ({ command, changes }));
  if (commands.length === 0) return;
  commitChanges(db, { now: clock(), newId, nextHlc }, commands);
  const entities = new Set(commands.flatMap(({ changes }) => changes.map(({ entity }) => entity)));
  live.publish('signal', { kind: 'rows', entities: [...entities] });
}
