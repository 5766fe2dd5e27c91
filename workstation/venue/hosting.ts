import type { HubView } from '#core/api/venue.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Instant } from '#core/base/time.ts';
import { doorWindowOf } from '#core/events/presence.ts';
import type { Hub } from '#core/venue/exchange.ts';
import { typedCodeOf, type VisitorKind } from '#core/venue/pairing.ts';
import { readRow } from '#db/rows.ts';
import type { Station } from '#workstation/station.ts';
import { createHubDoor, type Contact } from '#workstation/venue/door.ts';
import { openHub } from '#workstation/venue/hub.ts';
import { keptHubOf, type Kept, type KeptHub } from '#workstation/venue/kept.ts';
import type { HubServer } from '#workstation/venue/network.ts';
import { createRefusalList, type RefusalList } from '#workstation/venue/refusals.ts';
import { tellScreens, type VenueTools } from '#workstation/venue/tools.ts';
import { createVisitors, type Visitors } from '#workstation/venue/visitors.ts';

/** Every visitor asks every few seconds; who is silent this long is out of reach. */
const quietMs = 60_000;

/** How long a closed hub still answers, so that every desk in reach hears that its session ended. */
const toldWithinMs = 3_000;

/** Tried in this order, so that a firewall needs one rule; then any that is free. */
const usualPorts = [4480, 4481, 4482, 4483, 4484, 0];

export type OpenRefusal =
  | { readonly code: 'NOT_FOUND' | 'EVENT_OVER' }
  | { readonly code: 'HUB_FAILED'; readonly data: { readonly code: string } };

interface Running {
  readonly hub: Hub;
  readonly server: HubServer;
  readonly visitors: Visitors;
  readonly refusals: RefusalList;
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly kept: KeptHub;
  readonly pin: string;
  readonly openedAt: Instant;
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
      : { eventId, isOpen: true, port: 0, identity: await this.#tools.network.makeIdentity(), visitors: [] };
    return this.#start(kept);
  }

  /** The manager closes the hub: every session ends and it does not come back by itself. Visitors are told so for a moment. */
  close(): void {
    const running = this.#running;
    if (!running) return;
    const isWithVisitors = running.visitors.list().some(({ endedAt }) => endedAt === null);
    running.visitors.endAll();
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
    if (running) await shut(running);
  }

  renew(kind: VisitorKind): void {
    this.#running?.visitors.renew(kind);
  }

  endSession(sessionId: string): void {
    this.#running?.visitors.end(sessionId);
  }

  view(): HubView | null {
    if (!this.#running) return null;
    const { server, visitors, refusals, contacts, kept, pin, openedAt } = this.#running;
    const forDesks = visitors.invitation('DESK');
    return {
      port: server.port,
      addresses: this.#tools.network.addresses(),
      fingerprint: kept.identity.fingerprint,
      openedAt,
      forDesks: { ...forDesks, code: typedCodeOf(pin, forDesks.secret) },
      forStewards: visitors.invitation('STEWARD'),
      visitors: visitors.list().flatMap(({ sessionId, kind, name, pairedAt, endedAt }) => {
        if (endedAt !== null) return [];
        const contact = contacts.get(sessionId);
        const lastContactAt = contact?.lastAt ?? null;
        const isQuiet = lastContactAt === null || this.#tools.station.clock() - lastContactAt > quietMs;
        const handedOn = contact?.handedOn.size ?? 0;
        return [{ sessionId, kind, name, pairedAt, lastContactAt, isQuiet, handedOn }];
      }),
      refusals: refusals.list(),
    };
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
    const refusals = createRefusalList(clock);
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
    const door = createHubDoor({
      hub,
      hubName: me.deviceName,
      visitors,
      refusals,
      clock,
      until: until.value,
      contacts,
      onChange: () => tellScreens(this.#tools),
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
      this.#running = { hub, server, visitors, refusals, contacts, kept, pin, openedAt: clock() };
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
