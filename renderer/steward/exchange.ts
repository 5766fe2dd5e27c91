import type { Clock } from '#core/base/time.ts';
import type { ExchangeAnswer } from '#core/venue/exchange.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import type { StewardHub } from '#renderer/steward/hub.ts';
import type { Kept, KeptFact, KeptSession } from '#renderer/steward/store.ts';

/** What exchanging works on. */
export interface Exchanging {
  readonly kept: () => Kept;
  readonly keep: (changes: Partial<Kept>) => Promise<void>;
  readonly hub: StewardHub;
  readonly clock: Clock;
}

/** Below the hub's limit (core/venue/exchange.ts), which is not imported: its schemas would double this page's weight. */
const offeredAtOnce = 100;

/**
 * Says what waits and hears what is new until there is nothing left of either, then fetches the roster where it
 * changed. Rejects with `HubError`.
 */
export async function exchangeAll({ kept, keep, hub, clock }: Exchanging): Promise<void> {
  for (;;) {
    const { session, heard, facts } = kept();
    if (!session) return;
    const { sessionId, name } = session;
    const offered = facts.filter((fact) => isWaiting(fact, session)).slice(0, offeredAtOnce);
    const answer = await hub.exchange({
      eventId: session.eventId,
      hubId: heard?.hubId ?? null,
      since: heard?.since ?? 0,
      entries: offered.map((fact) => entryOf(fact, { deviceId: sessionId, deskName: name })),
    });
    await keep(learned(kept(), answer, clock()));
    const { roster } = kept();
    if (roster?.version !== answer.rosterVersion || roster.eventId !== session.eventId)
      await keep({ roster: await hub.roster() });
    const settled = answer.acknowledged.length + answer.refused.length;
    const isMoreToSay = settled > 0 && kept().facts.some((fact) => isWaiting(fact, session));
    if (!answer.more && !isMoreToSay) return;
  }
}

function isWaiting({ isOwn, handing, eventId }: KeptFact, session: KeptSession): boolean {
  return isOwn && handing === 'WAITING' && eventId === session.eventId;
}

/** Returns a fact as it leaves this browser. */
export function entryOf(
  { isOwn: _own, handing: _handing, id, ...data }: KeptFact,
  author: VenueEntry['author'],
): VenueEntry {
  return { entity: 'checkIn', id, data, author };
}

/** What an answer changes here. Another hub than before has nothing of ours yet: everything is offered again. */
function learned({ facts, heard, session }: Kept, answer: ExchangeAnswer, now: number): Partial<Kept> {
  const isOtherHub = heard !== null && heard.hubId !== answer.hubId;
  const known = new Map(facts.map((fact) => [fact.id, fact]));
  const handed = new Map<string, KeptFact['handing']>([
    ...answer.refused.map((id) => [id, 'REFUSED'] as const),
    ...answer.acknowledged.map((id) => [id, 'DONE'] as const),
  ]);
  const own = facts.flatMap((fact) => {
    if (!fact.isOwn || fact.eventId !== session?.eventId) return [];
    const handing = handed.get(fact.id) ?? (isOtherHub ? 'WAITING' : fact.handing);
    return handing === fact.handing ? [] : { ...fact, handing };
  });
  const others = answer.entries.flatMap((entry) =>
    entry.entity === 'checkIn' && !known.has(entry.id)
      ? { ...entry.data, id: entry.id, isOwn: false, handing: 'DONE' as const }
      : [],
  );
  const { hubId, next: since } = answer;
  return { heard: { hubId, since, clockAheadMs: now - answer.now }, facts: [...own, ...others] };
}
