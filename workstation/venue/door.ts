import { fail, ok, type Result } from '#core/base/result.ts';
import type { Clock, Instant } from '#core/base/time.ts';
import type { Hub, VenueVisitor } from '#core/venue/exchange.ts';
import { createRate } from '#core/venue/rate.ts';
import type { VenueRefusal } from '#core/venue/wire.ts';
import type { Credential, HubDoor } from '#workstation/venue/network.ts';
import type { RefusalList } from '#workstation/venue/refusals.ts';
import type { KeptVisitor, Visitors } from '#workstation/venue/visitors.ts';

/** What the host sees of a visitor beside its session. */
export interface Contact {
  readonly lastAt: Instant;
  /** Entries of theirs that are on the hub's disk. */
  readonly handedOn: Set<string>;
}

export interface DoorParts {
  readonly hub: Hub;
  readonly hubName: string;
  readonly visitors: Visitors;
  readonly refusals: RefusalList;
  readonly clock: Clock;
  /** When every session ends by itself: with the event. */
  readonly until: Instant;
  /** Notes contacts by session. */
  readonly contacts: Map<string, Contact>;
  /** Something that the host's screen shows has changed. */
  readonly onChange: () => void;
  /** Somebody was put on the list of refusals. */
  readonly onRefused: () => void;
  /** Says where a call broke; never with personal data. */
  readonly onBug: (error: unknown) => void;
}

const exchanges = {
  DESK: { burst: 80, perSecond: 8 },
  STEWARD: { burst: 30, perSecond: 4 },
} as const;
/** A roster is read once and again when it changed; who asks oftener copies it. */
const rosters = { burst: 10, perSecond: 1 / 5 };
/** A code that is on no list comes now and then; a seal of 25 bits is not to be tried out here. */
const vouchers = { burst: 20, perSecond: 1 / 2 };

/** Makes what the server on the LAN asks: who may do what, how often, and until when ([EV44], [EV45]). */
export function createHubDoor(parts: DoorParts): HubDoor {
  const { hub, hubName, visitors, refusals, clock, until, contacts, onChange } = parts;
  const mayExchange = {
    DESK: createRate(exchanges.DESK, clock),
    STEWARD: createRate(exchanges.STEWARD, clock),
  };
  const mayRead = createRate(rosters, clock);
  const mayAskOf = createRate(vouchers, clock);
  const visitorOf = ({ kind, token }: Credential): Result<KeptVisitor, VenueRefusal> => {
    if (clock() >= until) return fail('SESSION_ENDED');
    const visitor = visitors.byToken(token);
    return visitor.ok && visitor.value.kind !== kind ? fail('NOT_ALLOWED') : visitor;
  };
  /** A workstation has the list and the keys itself: what is masked is for browsers. */
  const stewardOf = (credential: Credential): Result<KeptVisitor, VenueRefusal> => {
    const visitor = visitorOf(credential);
    return visitor.ok && credential.kind !== 'STEWARD' ? fail('NOT_ALLOWED') : visitor;
  };
  const met = ({ sessionId }: KeptVisitor, handed: readonly string[] = []): void => {
    const handedOn = contacts.get(sessionId)?.handedOn ?? new Set<string>();
    for (const id of handed) handedOn.add(id);
    contacts.set(sessionId, { lastAt: clock(), handedOn });
  };
  return {
    pair: (input, from) => {
      if (clock() >= until) return fail('SESSION_ENDED');
      const paired = visitors.pair(input, from);
      if (!paired.ok) return paired;
      const { visitor, token } = paired.value;
      met(visitor);
      onChange();
      const { hubId, eventId } = hub;
      const answer = { hubId, eventId, hubName, sessionId: visitor.sessionId, token: null };
      return ok({ answer, token, keepForMs: until - clock() });
    },
    exchange: (credential, input) => {
      const visitor = visitorOf(credential);
      if (!visitor.ok) return visitor;
      if (!mayExchange[credential.kind](visitor.value.sessionId)) return fail('TOO_MANY');
      try {
        const answer = hub.exchange(visitorFor(visitor.value), input);
        if (!answer.ok) return fail(answer.error === 'HUB_CLOSED' ? 'SESSION_ENDED' : 'NOT_ALLOWED');
        met(visitor.value, answer.value.acknowledged);
        return answer;
      } catch (error) {
        parts.onBug(error);
        return fail('HUB_FAILED');
      }
    },
    roster: (credential) => {
      const visitor = stewardOf(credential);
      if (!visitor.ok) return visitor;
      if (!mayRead(visitor.value.sessionId)) return fail('TOO_MANY');
      const roster = hub.stewardRoster();
      return roster.ok ? roster : fail('SESSION_ENDED');
    },
    vouch: (credential, typed) => {
      const visitor = stewardOf(credential);
      if (!visitor.ok) return visitor;
      if (!mayAskOf(visitor.value.sessionId)) return fail('TOO_MANY');
      const vouched = hub.vouch(typed);
      return vouched.ok ? ok({ of: vouched.value }) : fail('SESSION_ENDED');
    },
    leave: (credential) => {
      const visitor = visitorOf(credential);
      if (!visitor.ok) return visitor;
      visitors.end(visitor.value.sessionId);
      onChange();
      return ok(null);
    },
    refused: (from, reason) => {
      refusals.add(from, reason);
      parts.onRefused();
      onChange();
    },
  };
}

function visitorFor({ kind, deviceId, name }: KeptVisitor): VenueVisitor {
  return { kind, deviceId, deskName: name };
}
