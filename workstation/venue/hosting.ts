import type { HubView } from '#core/api/venue.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Instant } from '#core/base/time.ts';
import { doorWindowOf } from '#core/events/presence.ts';
import type { Hub } from '#core/venue/exchange.ts';
import type { VisitorKind } from '#core/venue/pairing.ts';
import { readRow } from '#db/rows.ts';
import type { Station } from '#workstation/station.ts';
import { createHubDoor, type Contact } from '#workstation/venue/door.ts';
import { openHub } from '#workstation/venue/hub.ts';
import { keptHubOf, type Kept, type KeptHub } from '#workstation/venue/kept.ts';
import { viewOfHub, type ShownHub } from '#workstation/venue/hub-view.ts';
import { keepLater, type Keeping } from '#workstation/venue/keep-later.ts';
import { createRefusalList } from '#workstation/venue/refusals.ts';
import { tellScreens, type VenueTools } from '#workstation/venue/tools.ts';
import { createVisitors } from '#workstation/venue/visitors.ts';

/** How long a closed hub still answers, so that every desk in reach hears that its session ended. */
const toldWithinMs = 3_000;

/** Tried in this order, so that a firewall needs one rule; then any that is free. */
const usualPorts = [4480, 4481, 4482, 4483, 4484, 0];

export type OpenRefusal =
  | { readonly code: 'NOT_FOUND' | 'EVENT_OVER' }
  | { readonly code: 'HUB_FAILED'; readonly data: { readonly code: string } };

interface Running extends ShownHub {
  readonly hub: Hub;
  readonly keeping: Keeping;
}

/** This workstation as the hub of one event: opened by its manager, back by itself after a crash, gone with the session. */
export class Hosting {
  readonly #tools: VenueTools;
  readonly #kept: Kept<KeptHub>;
  #running: Running | null = null;
  #isEnded = false;
  #closing: Promise<void> = Promise.resolve();
  #hurry = (): void => {};
  #unfollow = (): void => {};

  constructor(tools: VenueTools) {
    this.#tools = tools;
    this.#kept = keptHubOf(tools.station, tools.secrets);
  }

  eventId(): Id | null {
    return this.#running?.hub.eventId ?? null;
  }

  /** Serves again what was open when the program ended, unless the event is over. */
  async resume(): Promise<void> {
    const kept = this.#kept.read();
    if (kept?.isOpen) await this.#start(kept);
  }

  async open(eventId: Id): Promise<Result<null, OpenRefusal>> {
    await this.#closing;
    const before = this.#kept.read();
    const isSame = before?.eventId === eventId;
    const kept: KeptHub = isSame
      ? { ...before, isOpen: true }
      : {
          eventId,
          isOpen: true,
          port: 0,
          identity: await this.#tools.network.makeIdentity(),
          visitors: [],
          refusals: [],
        };
    return this.#start(kept);
  }

  /** The manager closes the hub: every session ends and it does not come back by itself. Visitors are told so for a moment. */
  close(): void {
    const running = this.#running;
    if (!running) return;
    const isWithVisitors = running.visitors.list().some(({ endedAt }) => endedAt === null);
    running.visitors.endAll();
    running.keeping.now();
    const kept = this.#kept.read();
    if (kept) this.#kept.write({ ...kept, isOpen: false });
    this.#running = null;
    this.#unfollow();
    const { timers, onBug } = this.#tools;
    const told = new Promise<void>((resolve) => {
      this.#hurry = resolve;
      timers.set(resolve, isWithVisitors ? toldWithinMs : 0);
    });
    this.#closing = told.then(() => shut(running)).catch(onBug);
    tellScreens(this.#tools);
  }

  /** Ends serving for good, before locking; sessions stay, and the hub is back after unlocking. */
  async end(): Promise<void> {
    this.#isEnded = true;
    this.#hurry();
    await this.#closing;
    const running = this.#running;
    this.#running = null;
    this.#unfollow();
    running?.keeping.now();
    if (running) await shut(running);
  }

  renew(kind: VisitorKind): void {
    this.#running?.visitors.renew(kind);
  }

  endSession(sessionId: string): void {
    this.#running?.visitors.end(sessionId);
  }

  view(): HubView | null {
    const { network, station } = this.#tools;
    return (
      this.#running && viewOfHub(this.#running, { addresses: network.addresses(), now: station.clock() })
    );
  }

  async #start(kept: KeptHub): Promise<Result<null, OpenRefusal>> {
    const { station, network } = this.#tools;
    const { eventId, identity } = kept;
    const until = openUntil(station, eventId);
    if (!until.ok) return until;
    const opened = openHub(station, eventId);
    if (!opened.ok) return fail({ code: opened.error });
    const { clock, me } = station;
    const hub = opened.value;
    const contacts = new Map<string, Contact>();
    const refusals = createRefusalList(clock, kept.refusals);
    let latest = kept;
    const keep = (change: Partial<KeptHub>): void => {
      latest = { ...latest, ...change };
      this.#kept.write(latest);
    };
    const visitors = createVisitors({
      clock,
      newId: station.newId,
      randomBytes: this.#tools.randomBytes,
      kept: kept.visitors,
      keep: (list) => keep({ visitors: [...list] }),
    });
    const keeping = keepLater(this.#tools, () => keep({ refusals: refusals.list() }));
    const door = createHubDoor({
      hub,
      hubName: me.deviceName,
      visitors,
      refusals,
      clock,
      until: until.value,
      contacts,
      onChange: () => tellScreens(this.#tools),
      onRefused: keeping.soon,
      onBug: this.#tools.onBug,
    });
    try {
      const ports = kept.port === 0 ? usualPorts : [kept.port, ...usualPorts];
      const pin = await network.pinOf(identity.fingerprint);
      const server = await network.serve({ identity, ports, name: me.deviceName, door });
      if (this.#isEnded) {
        hub.close();
        await server.close();
        return fail({ code: 'HUB_FAILED', data: { code: 'LOCKED' } });
      }
      keep({ port: server.port });
      const { fingerprint } = identity;
      const shown = { server, visitors, refusals, contacts, fingerprint, pin, openedAt: clock() };
      this.#running = { ...shown, hub, keeping };
    } catch (error) {
      hub.close();
      return fail({ code: 'HUB_FAILED', data: { code: (error as { code?: string }).code ?? 'UNKNOWN' } });
    }
    this.#unfollow = this.#closeWithEvent(eventId);
    tellScreens(this.#tools);
    return ok(null);
  }

  #closeWithEvent(eventId: Id): () => void {
    const { station } = this.#tools;
    return station.live.subscribe('signal', (signal) => {
      if (signal.kind !== 'rows' || !signal.entities.includes('event')) return;
      if (!openUntil(station, eventId).ok) this.close();
    });
  }
}

/** The server first: a hub that is closed tells whoever still asks that their session is over, and here it is not. */
async function shut({ server, hub }: Running): Promise<void> {
  await server.close();
  hub.close();
}

/** Returns until when an event's desks work together; none where it is over or not here. */
function openUntil(
  station: Station,
  eventId: Id,
): Result<Instant, { readonly code: 'NOT_FOUND' | 'EVENT_OVER' }> {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return fail({ code: 'NOT_FOUND' });
  const { until } = doorWindowOf(event);
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED' || station.clock() >= until;
  return isOver ? fail({ code: 'EVENT_OVER' }) : ok(until);
}
