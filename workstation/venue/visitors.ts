import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NewId } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { minuteMs, type Clock, type Instant } from '#core/base/time.ts';
import { idField, instantField } from '#core/sync/fields.ts';
import { makePairingSecret, visitorKinds, type VisitorKind } from '#core/venue/pairing.ts';
import { createRate } from '#core/venue/rate.ts';
import type { PairInput, VenueRefusal } from '#core/venue/wire.ts';
import type { RandomBytes } from '#db/vault.ts';

/** A visitor of a hub as it is kept: of the token only its hash. */
export const keptVisitor = z.object({
  sessionId: idField,
  kind: z.enum(visitorKinds),
  name: z.string(),
  deviceId: idField,
  tokenHash: z.string(),
  pairedAt: instantField,
  endedAt: instantField.nullable(),
});
export type KeptVisitor = z.infer<typeof keptVisitor>;

/** What a QR code invites with: once, and not for long. */
export interface Invitation {
  readonly secret: string;
  readonly expiresAt: Instant;
}

/** Who may come to the hub: invitations that are good once, and the sessions they became. */
export interface Visitors {
  /** The invitation to show now; made anew when used or too old. */
  readonly invitation: (kind: VisitorKind) => Invitation;
  /** Withdraws the invitation shown, makes another, and lets pairing go on after too many wrong secrets. */
  readonly renew: (kind: VisitorKind) => Invitation;
  /** Spends an invitation. `from` is the address that asks: wrong secrets are counted for each and for all. */
  readonly pair: (
    input: PairInput,
    from: string,
  ) => Result<{ readonly visitor: KeptVisitor; readonly token: string }, PairRefusal>;
  /** Who holds this token; a session that was ended says so. */
  readonly byToken: (token: string) => Result<KeptVisitor, 'SESSION_ENDED'>;
  readonly end: (sessionId: string) => void;
  readonly endAll: () => void;
  readonly list: () => readonly KeptVisitor[];
}

type PairRefusal = Extract<VenueRefusal, 'SECRET_WRONG' | 'SECRET_USED' | 'PAIRING_PAUSED'>;

export interface VisitorTools {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  /** Sessions from before the hub's process ended. */
  readonly kept: readonly KeptVisitor[];
  /** Keeps them durably, before a session is answered. */
  readonly keep: (visitors: readonly KeptVisitor[]) => void;
}

const invitationMs = 15 * minuteMs;
/** Forty bits against one try in six seconds from each address and one a second from all: right ones are tries too. */
const triesOfOne = { burst: 10, perSecond: 1 / 6 };
const triesOfAll = { burst: 60, perSecond: 1 };

/** Makes the list of a hub's visitors. */
export function createVisitors({ clock, newId, randomBytes, kept, keep }: VisitorTools): Visitors {
  const sessions = new Map(kept.map((visitor) => [visitor.tokenHash, visitor]));
  const invitations = new Map<VisitorKind, Invitation>();
  const used = new Set<string>();
  const random = (): number => (randomBytes(1)[0] ?? 0) / 256;
  let perAddress = createRate(triesOfOne, clock);
  let overall = createRate(triesOfAll, clock);

  const renew = (kind: VisitorKind): Invitation => {
    const made = { secret: makePairingSecret(random), expiresAt: clock() + invitationMs };
    invitations.set(kind, made);
    return made;
  };
  const set = (visitors: readonly KeptVisitor[]): void => {
    for (const visitor of visitors) sessions.set(visitor.tokenHash, visitor);
    keep([...sessions.values()]);
  };
  const end = (isMeant: (visitor: KeptVisitor) => boolean): void => {
    const meant = [...sessions.values()].filter((visitor) => visitor.endedAt === null && isMeant(visitor));
    if (meant.length > 0) set(meant.map((visitor) => ({ ...visitor, endedAt: clock() })));
  };
  const admit = ({ kind, name, deviceId }: PairInput): { visitor: KeptVisitor; token: string } => {
    const sessionId = newId();
    const token = Buffer.from(randomBytes(32)).toString('base64url');
    const visitor: KeptVisitor = {
      sessionId,
      kind,
      name,
      // A browser is no device of the centre: its facts go by the session's id.
      deviceId: kind === 'DESK' && deviceId !== null ? deviceId : sessionId,
      tokenHash: hashOf(token),
      pairedAt: clock(),
      endedAt: null,
    };
    set([visitor]);
    return { visitor, token };
  };
  return {
    invitation: (kind) => {
      const shown = invitations.get(kind);
      return shown && shown.expiresAt > clock() ? shown : renew(kind);
    },
    renew: (kind) => {
      perAddress = createRate(triesOfOne, clock);
      overall = createRate(triesOfAll, clock);
      return renew(kind);
    },
    pair: (input, from) => {
      if (!perAddress(from) || !overall('')) return fail('PAIRING_PAUSED');
      const asked = hashOf(input.secret);
      // A secret that was used is told apart: somebody photographed the code, or reads the network.
      if (used.has(asked)) return fail('SECRET_USED');
      const shown = invitations.get(input.kind);
      if (!shown || shown.expiresAt <= clock() || hashOf(shown.secret) !== asked) return fail('SECRET_WRONG');
      used.add(asked);
      invitations.delete(input.kind);
      return ok(admit(input));
    },
    byToken: (token) => {
      const visitor = sessions.get(hashOf(token));
      return visitor && visitor.endedAt === null ? ok(visitor) : fail('SESSION_ENDED');
    },
    end: (sessionId) => end((visitor) => visitor.sessionId === sessionId),
    endAll: () => end(() => true),
    list: () => [...sessions.values()],
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
