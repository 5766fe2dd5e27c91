import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CarryCard } from '#renderer/steward/CarryCard.tsx';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import { LeaveCard } from '#renderer/steward/LeaveCard.tsx';
import type { StewardState } from '#renderer/steward/state.ts';
import classes from '#renderer/steward/steward.module.css';
import { switchLanguage } from '#renderer/steward/words.ts';

interface Props {
  readonly desk: StewardDesk;
  readonly state: StewardState;
}

/** No session: either everything was handed on and wiped, or entries wait here for a new pairing, a file, or both. */
export function EndedPage({ desk, state: { phase, waiting, stranded, isCarried } }: Props) {
  const { t } = useTranslation('steward');
  const [isAsking, setAsking] = useState(false);
  const left = waiting + stranded;
  const isEnded = phase === 'ENDED';
  return (
    <main className={classes.card} data-testid="steward-ended" data-waiting={left}>
      <h1>{t(isEnded ? 'ended.title' : 'pair.none')}</h1>
      {left > 0 ? (
        <p className={classes.problem} role="alert">
          {t('ended.left', { n: left })}
        </p>
      ) : (
        isEnded && <p>{t('ended.wiped')}</p>
      )}
      <p>{t('pair.how')}</p>
      {left > 0 && <CarryCard desk={desk} title={t('title')} onClose={null} />}
      {isAsking && (
        <LeaveCard
          why="ONLY_CARRIED"
          waiting={left}
          onSure={() => void desk.leave(true)}
          onClose={() => setAsking(false)}
        />
      )}
      <div className={classes.row}>
        {isCarried && !isAsking && (
          <button type="button" className={classes.plain} onClick={() => setAsking(true)}>
            {t('leave')}
          </button>
        )}
        <button type="button" className={classes.plain} onClick={() => void switchLanguage()}>
          {t('otherLanguage')}
        </button>
      </div>
    </main>
  );
}
