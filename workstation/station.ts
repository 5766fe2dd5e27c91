import type { NewId } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import { commitChange, type RowChange } from '#db/changes/commit.ts';
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

/** Commits a command durably and tells every open screen which kinds of rows changed. */
export function commit(station: Station, command: string, changes: readonly RowChange[]): void {
  const { db, clock, newId, nextHlc, live } = station;
  commitChange(db, { now: clock(), newId, nextHlc }, command, changes);
  live.publish('signal', { kind: 'rows', entities: [...new Set(changes.map(({ entity }) => entity))] });
}
