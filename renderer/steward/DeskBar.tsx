import { IconLanguage, IconLogout, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { StewardState } from '#renderer/steward/state.ts';
import classes from '#renderer/steward/steward.module.css';
import { StandingLines } from '#renderer/steward/StandingLines.tsx';
import { switchLanguage } from '#renderer/steward/words.ts';

interface Props {
  readonly state: StewardState;
  readonly isMuted: boolean;
  readonly onMute: (isMuted: boolean) => void;
  readonly onLeave: () => void;
  /** What to do when the hub does not come back. */
  readonly onCarry: () => void;
}

/** Which event, who stands here, whether the hub is there and how much it does not have yet; sound, language, way out. */
export function DeskBar({ state, isMuted, onMute, onLeave, onCarry }: Props) {
  const { t } = useTranslation('steward');
  return (
    <header className={classes.bar}>
      <div className={classes.row}>
        <h1>{state.event?.title ?? t('title')}</h1>
        <button
          type="button"
          className={classes.icon}
          aria-label={t(isMuted ? 'unmute' : 'mute')}
          aria-pressed={isMuted}
          onClick={() => onMute(!isMuted)}
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
        <button type="button" className={classes.icon} aria-label={t('leave')} onClick={onLeave}>
          <IconLogout aria-hidden />
        </button>
      </div>
      <StandingLines state={state} onCarry={onCarry} />
    </header>
  );
}
