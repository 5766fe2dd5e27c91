import { IconLanguage, IconLogout, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { minuteMs } from '#core/base/time.ts';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import type { StewardState } from '#renderer/steward/state.ts';
import classes from '#renderer/steward/steward.module.css';
import { switchLanguage } from '#renderer/steward/words.ts';

interface Props {
  readonly desk: StewardDesk;
  readonly state: StewardState;
  readonly isMuted: boolean;
  readonly onMute: () => void;
}

/** Which event, who stands here, whether the hub is there and how much it does not have yet; sound, language, way out. */
export function DeskBar({ desk, state, isMuted, onMute }: Props) {
  const { t } = useTranslation('steward');
  const [isRefused, setRefused] = useState(false);
  const { event, name, link, waiting, refused, clockAheadMs } = state;
  const isAlone = link === 'ALONE';
  const leave = async (): Promise<void> => setRefused(!(await desk.leave()));
  return (
    <header className={classes.bar}>
      <div className={classes.row}>
        <h1>{event?.title ?? t('title')}</h1>
        <button
          type="button"
          className={classes.icon}
          aria-label={t(isMuted ? 'unmute' : 'mute')}
          aria-pressed={isMuted}
          onClick={onMute}
        >
          {isMuted ? <IconVolumeOff aria-hidden /> : <IconVolume aria-hidden />}
        </button>
        <button
          type="button"
          className={classes.icon}
          aria-label={t('otherLanguage')}
          onClick={() => void switchLanguage()}
        >
          <IconLanguage aria-hidden />
        </button>
        <button type="button" className={classes.icon} aria-label={t('leave')} onClick={() => void leave()}>
          <IconLogout aria-hidden />
        </button>
      </div>
      <p
        className={classes.state}
        data-testid="steward-state"
        data-link={link}
        data-waiting={waiting}
        data-alarm={isAlone || waiting > 0 || undefined}
        aria-live="polite"
      >
        {[name, t(`link.${link}`), waiting > 0 ? t('waiting', { n: waiting }) : t('allHanded')].join(' · ')}
      </p>
      {isAlone && <p className={classes.note}>{t('alone')}</p>}
      {isRefused && waiting > 0 && (
        <p className={classes.problem} role="alert">
          {t('leaveRefused', { n: waiting })}
        </p>
      )}
      {refused > 0 && <p className={classes.problem}>{t('refused', { n: refused })}</p>}
      {Math.abs(clockAheadMs) > 2 * minuteMs && <p className={classes.note}>{t('clock')}</p>}
    </header>
  );
}
