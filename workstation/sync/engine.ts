import type { SyncEngine } from '#workstation/host.ts';
import { createCentralClient, type CentralClient } from '#workstation/sync/central-client.ts';
import type { LineEvents } from '#workstation/sync/live-line.ts';
import type { LineAccess } from '#workstation/sync/live-socket.ts';
import type { DeviceIdentity } from '#db/queries/sync.ts';
import { Engine, systemTimers, type EngineOptions } from '#workstation/sync/engine-loop.ts';

export type { Timers } from '#workstation/sync/pace.ts';

export interface SyncOptions extends Omit<EngineOptions, 'openLine'> {
  readonly centralUrl: string;
  readonly deviceToken: string;
  readonly fetch?: typeof fetch;
  readonly openSocket?: (access: LineAccess, events: LineEvents) => () => void;
}

/** Starts keeping a station in step with the centre; the first round begins at once. */
export function startSync(options: SyncOptions): SyncEngine {
  const { centralUrl: url, openSocket, timers = systemTimers } = options;
  const abort = new AbortController();
  let token = options.deviceToken;
  const central = createCentralClient({
    url,
    token: () => token,
    fetch: options.fetch,
    signal: abort.signal,
  });
  const onIdentity = (identity: DeviceIdentity): void => {
    token = identity.deviceToken;
    options.onIdentity?.(identity);
  };
  const openLine = openSocket && ((events: LineEvents) => openSocket({ url, token, timers }, events));
  const engine = runEngine({ ...options, openLine, onIdentity }, central, abort);
  return { ...engine, openCalendar: async (name) => new URL(await engine.openCalendar(name), url).href };
}

/**
 * Runs the engine over any client of the centre. Time, timers, randomness, network and breaths are arguments: with all
 * of them given, nothing here depends on when or where it runs.
 */
export function runEngine(
  options: EngineOptions,
  central: CentralClient,
  abort: AbortController = new AbortController(),
): SyncEngine {
  const engine = new Engine(options, central, abort);
  return {
    status: () => engine.status(),
    syncNow: () => engine.syncNow(),
    prove: () => engine.insist('proof'),
    repair: () => engine.insist('repair'),
    rebuild: () => engine.rebuild(),
    setMetered: (isMetered) => engine.setMetered(isMetered),
    devices: () => engine.ask(() => central.devices()),
    revokeDevice: (deviceId) => engine.ask(() => central.revokeOwn({ deviceId })).then(() => undefined),
    openCalendar: (name) => engine.ask(() => central.openCalendar({ name })).then(({ path }) => path),
    stop: () => engine.stop(),
  };
}
