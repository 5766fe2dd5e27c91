import { useTranslation } from 'react-i18next';
import type { StewardGuest } from '#core/venue/steward-roster.ts';
import classes from '#renderer/steward/steward.module.css';

interface Props {
  readonly guests: readonly StewardGuest[];
  readonly total: number;
  readonly selected: number;
  readonly isIn: (guestId: string) => boolean;
  readonly onPick: (guestId: string) => void;
}

/** Guests that may be meant, masked: initials beside the name tell namesakes apart. */
export function Matches({ guests, total, selected, isIn, onPick }: Props) {
  const { t } = useTranslation('steward');
  if (guests.length === 0) return <p className={classes.idle}>{t('nobody')}</p>;
  return (
    <div className={classes.matches} role="listbox" aria-label={t('matches')} data-testid="steward-matches">
      {guests.map((guest, index) => (
        <button
          key={guest.guestId}
          type="button"
          role="option"
          aria-selected={index === selected}
          data-selected={index === selected || undefined}
          className={classes.match}
          // Keeps the focus where it is: the field must be ready for the next scan.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(guest.guestId)}
        >
          <strong>{guest.maskedName}</strong>
          <span className={classes.initials}>{guest.initials[0]?.toUpperCase().split('').join(' ')}</span>
          <span className={classes.standing}>
            {t(`events:standing.${isIn(guest.guestId) ? 'checked_in' : guest.state}`)}
          </span>
        </button>
      ))}
      {total > guests.length && <p>{t('more', { n: total - guests.length })}</p>}
    </div>
  );
}
