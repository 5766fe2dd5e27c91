import { createHlc } from '#core/sync/hlc.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { hlcStore } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { readIdentity } from '#db/queries/sync.ts';
import { commit, type Station } from '#workstation/station.ts';
import type { SyncEngine } from '#workstation/host.ts';
import type { CentralClient } from '#workstation/sync/central-client.ts';
import { runEngine } from '#workstation/sync/engine.ts';
import type { EngineOptions } from '#workstation/sync/engine-loop.ts';
import { manualTimers, type ManualTimers } from '#test/support/manual-timers.ts';
import { testStation, type TestStation } from '#test/support/station.ts';
import { freshStore } from '#test/support/store.ts';

/** A workstation of a test: its station, its engine, and commits by entity. */
export interface TestDevice {
  readonly station: TestStation;
  readonly db: WritableDb;
  readonly sync: SyncEngine;
  readonly timers: ManualTimers;
  readonly patch: (entity: string, id: string, patch: object) => void;
  readonly create: (entity: string, id: string, data: object) => void;
  readonly commit: (command: string, changes: readonly RowChange[]) => void;
}

export interface DeviceOptions extends Partial<Omit<EngineOptions, 'station' | 'timers'>> {
  readonly db?: WritableDb;
  /** Tells devices apart: ids, names and clocks. */
  readonly space?: number;
  readonly managerId?: string;
  readonly deviceId?: string;
}

/** Makes a device on a client of the centre, with real HLC and timers that stand still. */
export function testDevice(
  connect: (device: { deviceId: string; managerId: string }) => CentralClient,
  options: DeviceOptions = {},
): TestDevice {
  const { space = 0, db = freshStore(), deviceId, managerId, ...tools } = options;
  const base = testStation(db, space);
  const me = { ...base.me, deviceId: readIdentity(db)?.deviceId ?? deviceId ?? base.me.deviceId };
  if (managerId !== undefined) me.managerId = managerId;
  const station = { ...base, me, nextHlc: createHlc(base.clock, () => me.deviceId, hlcStore(db)) };
  const timers = manualTimers();
  const onIdentity = ({ deviceId: next }: { deviceId: string }): void => {
    me.deviceId = next;
  };
  const sync = runEngine({ station, timers, random: () => 0.5, onIdentity, ...tools }, connect(me));
  const change = (op: 'patch' | 'create', entity: string, id: string, data: object) =>
    commit(station as Station, `${entity}.${op}`, [
      { op, entity, id, ...(op === 'patch' ? { patch: data } : { data }) } as never,
    ]);
  return {
    station,
    db,
    sync,
    timers,
    patch: (entity, id, data) => change('patch', entity, id, data),
    create: (entity, id, data) => change('create', entity, id, data),
    commit: (command, changes) => commit(station, command, changes),
  };
}
