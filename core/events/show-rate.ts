import type { GuestFields } from '#core/events/event.ts';

/** A guest as far as coming as promised is concerned. */
export interface Promised extends Pick<GuestFields, 'state' | 'invitedFrom'> {
  /** The entry that stands, with the reason where one was needed; null for who never came. */
  readonly firstEntry: { readonly overrideReason: string | null } | null;
}

/**
 * Returns the share of those who promised to come that came, 0 … 1; null where nobody promised. Walk-ins and guests let in
 * with a reason promised nothing; who was followed up since still counts.
 */
export function showRate(guests: readonly Promised[]): number | null {
  const promised = guests.filter(hadPromised);
  if (promised.length === 0) return null;
  return promised.filter(({ firstEntry }) => firstEntry !== null).length / promised.length;
}

function hadPromised({ state, invitedFrom, firstEntry }: Promised): boolean {
  if (state !== 'followed_up') return state === 'accepted' || state === 'confirmed' || state === 'no_show';
  return invitedFrom !== 'DOOR' && (firstEntry?.overrideReason ?? null) === null;
}
