import { Badge } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestView } from '#core/api/events.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import classes from '#renderer/features/events/seating/Seating.module.css';
import { StandingBadge } from '#renderer/features/events/StandingBadge.tsx';
import { client } from '#renderer/lib/api.ts';
import { tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly eventId: string;
  readonly guests: readonly GuestView[];
  readonly isOver: boolean;
}

const rowHeight = 36;

/** Guests by pinyin with their seats to type; Enter goes to the next guest. Only the rows on screen are drawn. */
export function SeatTable({ eventId, guests, isOver }: Props) {
  const { t } = useTranslation('seating');
  const scroll = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- not memoised, and nothing memoised takes its functions
  const virtual = useVirtualizer({
    count: guests.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const give = (guestId: string, seat: string): void => {
    client.events.seating.give({ eventId, seats: [{ guestId, seat: seat || null }] }).catch(showFailure);
  };
  return (
    <div className={classes.frame}>
      <div className={classes.head}>
        <span>{t('column.name')}</span>
        <span>{t('column.host')}</span>
        <span>{t('column.tier')}</span>
        <span>{t('column.state')}</span>
        <span>{t('column.seat')}</span>
      </div>
      <div ref={scroll} className={classes.rows} data-testid="seat-table">
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const guest = guests[index];
            return (
              guest && (
                <div
                  key={guest.id}
                  className={classes.row}
                  style={{ transform: `translateY(${start}px)`, height: rowHeight }}
                >
                  <span className={classes.name}>
                    {guest.name}
                    {guest.maskedPhone && <small>{guest.maskedPhone}</small>}
                  </span>
                  <span className={classes.host}>{guest.hostName ?? ''}</span>
                  <span>
                    {guest.tier && (
                      <Badge size="sm" color={tierColour[guest.tier] ?? 'gray'}>
                        {t(`common:tier.${guest.tier}`)}
                      </Badge>
                    )}
                  </span>
                  <span>
                    <StandingBadge standing={guest.standing} />
                  </span>
                  <input
                    // A seat that came from elsewhere replaces what stands here, unless somebody types.
                    key={guest.seat ?? ''}
                    className={classes.seat}
                    defaultValue={guest.seat ?? ''}
                    maxLength={40}
                    disabled={isOver}
                    aria-label={t('seatOf', { name: guest.name })}
                    onBlur={({ currentTarget }) => {
                      const seat = currentTarget.value.trim();
                      if (seat !== (guest.seat ?? '')) give(guest.id, seat);
                    }}
                    onKeyDown={(event) => {
                      if (event.key === 'Enter' && !event.nativeEvent.isComposing)
                        focusNext(event.currentTarget);
                      else if (event.key === 'Escape') event.currentTarget.value = guest.seat ?? '';
                    }}
                  />
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function focusNext(input: HTMLInputElement): void {
  const next = input.parentElement?.nextElementSibling?.querySelector('input');
  if (next) next.focus();
  else input.blur();
}
