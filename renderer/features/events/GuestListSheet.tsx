import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly event: EventSummary;
  readonly guests: readonly GuestView[];
}

/** The paper for the day everything fails: every guest by pinyin, with a box to tick. */
export function GuestListSheet({ event, guests }: Props) {
  const { t } = useTranslation('events');
  const left: readonly GuestView['standing'][] = ['cancelled', 'candidate', 'walk_in'];
  const expected = guests.filter(({ standing }) => !left.includes(standing));
  return (
    <>
      <h2>{event.title}</h2>
      <p>
        {formatDateTime(event.startsAt)} · {[event.city, event.venue].filter(Boolean).join(' · ')} ·{' '}
        {t('print.summary', { n: expected.length })}
      </p>
      <table>
        <thead>
          <tr>
            <th>✓</th>
            <th>{t('print.initial')}</th>
            <th>{t('walkIn.name')}</th>
            <th>{t('seating:door')}</th>
            <th>{t('walkIn.phone')}</th>
            <th>{t('print.tier')}</th>
            <th>{t('print.host')}</th>
            <th>{t('print.state')}</th>
            <th>{t('ticket.code')}</th>
            <th>{t('print.time')}</th>
          </tr>
        </thead>
        <tbody>
          {expected.map((guest) => (
            <tr key={guest.id}>
              <td>☐</td>
              <td>{guest.sortKey.slice(0, 1).toUpperCase()}</td>
              <td>{guest.name}</td>
              <td>{guest.seat ?? ''}</td>
              <td>{guest.maskedPhone ?? ''}</td>
              <td>{guest.tier ? t(`common:tier.${guest.tier}`) : ''}</td>
              <td>{guest.hostName ?? ''}</td>
              <td>{t(`standing.${guest.standing}`)}</td>
              <td>{guest.ticketCode ?? ''}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
