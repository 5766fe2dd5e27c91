import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import type { VenueStatus } from '#core/api/venue.ts';
import { api } from '#renderer/lib/api.ts';

/** Contacts and the other desks' doings come without a signal of their own. */
const refreshMs = 2_000;

/** What this workstation is at the event's venue; null until known. */
export function useVenue(eventId: string): VenueStatus | null {
  const query = api.venue.status.queryOptions({ input: { eventId } });
  return useQuery({ ...query, refetchInterval: refreshMs }).data ?? null;
}

/** Says in words what did not work, and what to do. */
export function tellVenueFailure(error: unknown): void {
  notifications.show({
    color: 'red',
    autoClose: 15_000,
    title: i18next.t('venue:failure.title'),
    message: venueFailureWords(error),
  });
}

/** Returns what a failed procedure of the venue says: what happened, and what to do. */
export function venueFailureWords(error: unknown): string {
  const { code = '', data } = error as { code?: string; data?: { problem?: string; code?: string } };
  return i18next.t([
    ...(data?.problem ? [`venue:problem.${data.problem}`] : []),
    ...(data?.code ? [`venue:failure.${data.code}`] : []),
    `venue:failure.${code}`,
    `common:error.${code}`,
    'common:error.UNKNOWN',
  ]);
}
