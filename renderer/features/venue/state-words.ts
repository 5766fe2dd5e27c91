import type { TFunction } from 'i18next';
import type { DeskView, VenueStatus } from '#core/api/venue.ts';
import { formatTime } from '#renderer/lib/format.ts';

type Words = TFunction<'venue'>;

/** How good or bad it is, as a colour. */
export type VenueTone = 'gray' | 'teal' | 'orange' | 'red';

/** What the line at the door says of hub and desks. */
export interface VenueWords {
  readonly tone: VenueTone;
  readonly text: string;
  /** What to do, where something is wrong. */
  readonly hint: string | null;
}

/** Returns the line of a workstation at a venue. */
export function venueWords(t: Words, { hub, desk }: VenueStatus): VenueWords {
  if (hub) {
    const desks = hub.visitors.filter(({ kind }) => kind === 'DESK').length;
    const stewards = hub.visitors.length - desks;
    return { tone: 'teal', text: t('state.hub', { desks, stewards }), hint: null };
  }
  return desk ? deskWords(t, desk) : { tone: 'gray', text: t('state.none'), hint: null };
}

/** Returns the line of a desk at another's hub. */
export function deskWords(t: Words, { hubName, standing, problem }: DeskView): VenueWords {
  const { state, aloneSince, notHandedOn } = standing;
  const time = aloneSince === null ? '' : formatTime(aloneSince);
  const waiting = notHandedOn > 0 ? [t('desk.notHanded', { n: notHandedOn })] : [];
  const isChanged = state !== 'CONNECTED' && problem === 'CERTIFICATE_CHANGED';
  const text = [t(`state.${isChanged ? 'CHANGED' : state}`, { name: hubName, time }), ...waiting].join(' · ');
  const reason = problem ?? standing.problem;
  const hint = state === 'CONNECTED' || reason === null ? null : t(`problem.${reason}`);
  if (state === 'ENDED' || isChanged) return { tone: 'red', text, hint };
  if (state === 'ALONE') return { tone: 'orange', text, hint };
  return { tone: state === 'CONNECTED' ? 'teal' : 'gray', text, hint };
}
