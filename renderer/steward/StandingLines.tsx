import { useTranslation } from 'react-i18next';
import { minuteMs } from '#core/base/time.ts';
import type { StewardState } from '#renderer/steward/state.ts';
import classes from '#renderer/steward/steward.module.css';

interface Props {
  readonly state: StewardState;
  readonly onCarry: () => void;
}

/** How the page stands, in words: link, what waits, who is in the room, and what is wrong. */
export function StandingLines({ state, onCarry }: Props) {
  const { t } = useTranslation('steward');
  const { name, link, waiting, refused, clockAheadMs, inRoom, isCarried } = state;
  const isAlone = link === 'ALONE';
  const words = [
    name,
    t(`link.${link}`),
    waiting > 0 ? t('waiting', { n: waiting }) : t('allHanded'),
    t('inRoom', { n: inRoom }),
  ];
  return (
    <>
      <p
        className={classes.state}
        data-testid="steward-state"
        data-link={link}
        data-waiting={waiting}
        data-alarm={isAlone || waiting > 0 || undefined}
        aria-live="polite"
      >
        {words.join(' · ')}
      </p>
      {isAlone && (
        <p className={classes.note}>
          {t(isCarried ? 'carriedAway' : 'alone')}{' '}
          <button type="button" className={classes.link} onClick={onCarry} data-testid="steward-gone">
            {t('carry.open')}
          </button>
        </p>
      )}
      {refused > 0 && <p className={classes.problem}>{t('refused', { n: refused })}</p>}
      {Math.abs(clockAheadMs) > 2 * minuteMs && <p className={classes.note}>{t('clock')}</p>}
    </>
  );
}
