import type { HubView } from '#core/api/venue.ts';
import type { Instant } from '#core/base/time.ts';
import { typedCodeOf } from '#core/venue/pairing.ts';
import type { Contact } from '#workstation/venue/door.ts';
import type { HubServer } from '#workstation/venue/network.ts';
import type { RefusalList } from '#workstation/venue/refusals.ts';
import type { KeptVisitor, Visitors } from '#workstation/venue/visitors.ts';

/** Every visitor asks every few seconds; who is silent this long is out of reach. */
const quietMs = 60_000;

/** What the host's screen shows of a hub that serves. */
export interface ShownHub {
  readonly server: HubServer;
  readonly visitors: Visitors;
  readonly refusals: RefusalList;
  readonly contacts: ReadonlyMap<string, Contact>;
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
  readonly pin: string;
  readonly openedAt: Instant;
}

/** Returns what the host's screen shows: the codes to join by, who has joined, who was refused. */
export function viewOfHub(
  { server, visitors, refusals, contacts, fingerprint, pin, openedAt }: ShownHub,
  { addresses, now }: { readonly addresses: string[]; readonly now: Instant },
): HubView {
  const forDesks = visitors.invitation('DESK');
  const shown = ({ sessionId, kind, name, pairedAt, endedAt }: KeptVisitor): HubView['visitors'] => {
    if (endedAt !== null) return [];
    const contact = contacts.get(sessionId);
    const lastContactAt = contact?.lastAt ?? null;
    const isQuiet = lastContactAt === null || now - lastContactAt > quietMs;
    return [
      { sessionId, kind, name, pairedAt, lastContactAt, isQuiet, handedOn: contact?.handedOn.size ?? 0 },
    ];
  };
  return {
    port: server.port,
    addresses,
    fingerprint,
    openedAt,
    forDesks: { ...forDesks, code: typedCodeOf(pin, forDesks.secret) },
    forStewards: visitors.invitation('STEWARD'),
    visitors: visitors.list().flatMap(shown),
    refusals: refusals.list(),
  };
}
