import { foldPresence, doorWindowOf, type CheckInFact } from '#core/events/presence.ts';
import { doorRuleOf } from '#core/events/guest-state.ts';
import type { ExchangeAnswer, ExchangeInput, VenueVisitor } from '#core/venue/exchange.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';
import type { Dice } from '#test/sim/random.ts';

/** A helper's browser as the exchange sees it: masked list, own facts until the hub has them, judging by itself. */
export class VenueSteward {
  readonly visitor: VenueVisitor;
  roster: StewardRoster | null = null;
  /** Facts made here, by id; what the hub acknowledged stays, to be offered to another hub. */
  readonly own = new Map<string, VenueEntry>();
  private readonly facts = new Map<string, CheckInFact>();
  private handed = new Map<string, string>();
  private stand: { hubId: string; since: number } | null = null;

  constructor(visitor: VenueVisitor) {
    this.visitor = visitor;
  }

  /** Scans some guest's ticket; returns the fact it made, or null where the door said no. */
  scan(own: Dice, now: number, newId: () => string): VenueEntry | null {
    const { roster } = this;
    if (!roster || roster.guests.length === 0) return null;
    const guest = own.chance(0.4) ? roster.guests[own.int(6)] : own.pick(roster.guests);
    if (!guest || doorRuleOf(guest.state) !== 'READY') return null;
    const known = [...this.facts.values()].filter(({ guestId }) => guestId === guest.guestId);
    const presence = foldPresence(known, doorWindowOf(roster.event));
    const id = newId();
    const data = {
      eventId: roster.eventId,
      guestId: guest.guestId,
      kind: 'IN' as const,
      answers: presence.isInRoom && presence.first ? presence.first.id : presence.lastExitId,
      at: now,
      desk: this.visitor.deskName,
      managerId: roster.managerId,
      method: 'SCAN' as const,
      overrideReason: null,
    };
    const entry: VenueEntry = { entity: 'checkIn', id, data, author: this.visitor };
    this.own.set(id, entry);
    this.facts.set(id, { id, ...data });
    return entry;
  }

  offer(eventId: string): ExchangeInput {
    const { hubId = null, since = 0 } = this.stand ?? {};
    const entries = [...this.own.values()].filter(({ id }) => this.handed.get(id) !== hubId).slice(0, 200);
    return {
      eventId,
      hubId,
      since,
      entries: entries.map(({ author, ...rest }) => ({ ...rest, author: bare(author) })) as VenueEntry[],
    };
  }

  take({ hubId, next, entries, acknowledged, refused }: ExchangeAnswer): void {
    for (const { id, data } of entries) if ('kind' in data) this.facts.set(id, { id, ...data });
    for (const id of [...acknowledged, ...refused]) this.handed.set(id, hubId);
    this.stand = { hubId, since: next };
  }
}

function bare({ deviceId, deskName }: VenueEntry['author']): VenueEntry['author'] {
  return { deviceId, deskName };
}
