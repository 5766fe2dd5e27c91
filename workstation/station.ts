import type { NewId } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import { commitChanges, type ChangeContext, type Command, type RowChange } from '#db/changes/commit.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { withGuestMoves } from '#workstation/events/guest-moves.ts';
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
  commitAll(station, command, [changes]);
}

/** Commits a command and, in the same transaction, what this workstation alone keeps beside it. */
export function commitBeside(
  station: Station,
  { command, changes }: Command,
  keep: (db: WritableDb) => void,
): void {
  commitAllBeside(station, { command, parts: [changes] }, keep);
}

/** Commits several parts of one command and, in the same transaction, what this workstation alone keeps beside them. */
export function commitAllBeside(
  station: Station,
  { command, parts }: { readonly command: string; readonly parts: readonly (readonly RowChange[])[] },
  keep: (db: WritableDb) => void,
): void {
  throughGate(station.db, () => {
    write(station, command, parts);
    keep(station.db);
  });
  tell(station, parts);
}

/** Commits several parts of one command in one transaction; the centre applies each part all or none. */
export function commitAll(station: Station, command: string, parts: readonly (readonly RowChange[])[]): void {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length === 0) return;
  write(station, command, filled);
  tell(station, filled);
}

/** With every change of a guest's state goes the fact of it. */
function write(station: Station, command: string, parts: readonly (readonly RowChange[])[]): void {
  const context = changesOf(station);
  const { db, me } = station;
  const mover = { db, newId: context.newId, managerId: me.managerId, at: context.now };
  const told = withGuestMoves(mover, parts);
  commitChanges(
    db,
    context,
    told.map((changes) => ({ command, changes })),
  );
}

function tell({ live }: Station, parts: readonly (readonly RowChange[])[]): void {
  live.publish('signal', { kind: 'rows', entities: [...new Set(parts.flat().map(({ entity }) => entity))] });
}
