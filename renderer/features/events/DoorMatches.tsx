import { Badge, Button } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorGuest } from '#core/api/event-door.ts';
import classes from '#renderer/features/events/CheckIn.module.css';
import { StandingBadge } from '#renderer/features/events/StandingBadge.tsx';
import { formatTime } from '#renderer/lib/format.ts';
import { tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly matches: readonly DoorGuest[];
  readonly total: number;
  readonly typed: string;
  /** False while the answer to what is typed is on its way. */
  readonly isReady: boolean;
  readonly selected: number;
  readonly onPick: (guest: DoorGuest) => void;
  readonly onWalkIn: () => void;
}

/** Guests that match what is typed; Enter lets in the marked one. */
export function DoorMatches({ matches, total, typed, isReady, selected, onPick, onWalkIn }: Props) {
  const { t } = useTranslation('events');
  if (isReady && matches.length === 0) {
    return (
      <section className={classes.panel} data-tone="idle" data-testid="door-nobody" data-typed={typed}>
        <p className={classes.words}>{t('checkIn.nobody', { typed })}</p>
        <Button size="lg" onClick={onWalkIn}>
          {t('walkIn.open')}
        </Button>
      </section>
    );
  }
  return (
    <div
      className={classes.matches}
      role="listbox"
      aria-label={t('checkIn.matches')}
      data-testid="door-matches"
      data-typed={isReady ? typed : undefined}
    >
      {matches.map((guest, index) => (
        <DoorMatch key={guest.id} guest={guest} isSelected={index === selected} onPick={onPick} />
      ))}
      {total > matches.length && (
        <p className={classes.more}>{t('checkIn.more', { n: total - matches.length })}</p>
      )}
    </div>
  );
}

interface MatchProps {
  readonly guest: DoorGuest;
  readonly isSelected: boolean;
  readonly onPick: (guest: DoorGuest) => void;
}

/** One guest to pick, by pointer or by Enter. */
export const DoorMatch = memo(function DoorMatch({ guest, isSelected, onPick }: MatchProps) {
  const { t } = useTranslation('events');
  return (
    <button
      type="button"
      role="option"
      aria-selected={isSelected}
      className={classes.match}
      data-selected={isSelected || undefined}
      // Keeps the focus where it is: the input must be ready for the next scan.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(guest)}
    >
      <span className={classes.matchName}>{guest.name}</span>
      <span className={classes.matchFacts}>
        {[
          guest.seat,
          guest.maskedPhone,
          guest.hostName,
          guest.broughtBy && t('guest.with', { name: guest.broughtBy }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {guest.tier && (
        <Badge size="lg" color={tierColour[guest.tier] ?? 'gray'}>
          {t(`common:tier.${guest.tier}`)}
        </Badge>
      )}
      <StandingBadge standing={guest.standing} />
      <span className={classes.matchTime}>{guest.firstEntry ? formatTime(guest.firstEntry.at) : ''}</span>
    </button>
  );
});
