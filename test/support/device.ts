import { createHlc } from '#core/sync/hlc.ts';
import { hlcStore } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { commit, type Station } from '#workstation/station.ts';
import type { SyncEngine } from '#workstation/host.ts';
import type { CentralClient } from '#workstation/sync/central-client.ts';
import { runEngine, type Timers } from '#workstation/sync/engine.ts';
import { testStation, type TestStation } from '#test/support/station.ts';
import { freshStore } from '#test/support/store.ts';

/** Timers that fire only when told: a test decides when time passes. */
export interface ManualTimers extends Timers {
  /** Fires everything that is set, and says after how many milliseconds each would have fired. */
  readonly fire: () => number[];
  readonly pending: () => number[];
}

/** Makes timers that stand still. */
export function manualTimers(): ManualTimers {
  const waiting = new Map<object, { work: () => void; delayMs: number }>();
  return {
    set: (work, delayMs) => {
      const handle = {};
      waiting.set(handle, { work, delayMs });
      return handle;
    },
    clear: (handle) => void waiting.delete(handle as object),
    pending: () => [...waiting.values()].map(({ delayMs }) => delayMs),
    fire: () => {
      const due = [...waiting.values()];
      waiting.clear();
      for (const { work } of due) work();
      return due.map(({ delayMs }) => delayMs);
    },
  };
}

/** A workstation of a test: its station, its engine, and commits by entity. */
export interface TestDevice {
  readonly station: TestStation;
  readonly db: WritableDb;
  readonly sync: SyncEngine;
  readonly timers: ManualTimers;
  readonly patch: (entity: string, id: string, patch: object) => void;
  readonly create: (entity: string, id: string, data: object) => void;
}

export interface DeviceOptions {
  readonly db?: WritableDb;
  /** Tells devices apart: ids, names and clocks. */
  readonly space?: number;
  readonly managerId?: string;
  readonly pageRows?: number;
  readonly deviceId?: string;
}

/** Makes a device on a client of the centre, with real HLC and timers that stand still. */
export function testDevice(
  connect: (device: { deviceId: string; managerId: string }) => CentralClient,
  options: DeviceOptions = {},
): TestDevice {
  const { space = 0, db = freshStore(), pageRows } = options;
  const base = testStation(db, space);
  const deviceId = options.deviceId ?? base.me.deviceId;
  const me = { ...base.me, deviceId, managerId: options.managerId ?? base.me.managerId };
  const station = { ...base, me, nextHlc: createHlc(base.clock, deviceId, hlcStore(db)) };
  const timers = manualTimers();
  const sync = runEngine({ station, timers, random: () => 0.5, pageRows }, connect(me));
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
  };
}
