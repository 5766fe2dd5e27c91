import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { ProposedSeat } from '#core/api/event-seating.ts';
import { client } from '#renderer/lib/api.ts';

/** Writes what was agreed to and says how many seats changed; throws what the command refuses. */
export async function giveSeats(eventId: string, proposed: readonly ProposedSeat[]): Promise<void> {
  const seats = proposed.map(({ guestId, seat }) => ({ guestId, seat }));
  const { changed } = await client.events.seating.give({ eventId, seats });
  notifications.show({ color: 'teal', message: i18next.t('seating:given', { n: changed }) });
}
