import { useTranslation } from 'react-i18next';
import type { StewardState } from '#renderer/steward/state.ts';
import classes from '#renderer/steward/steward.module.css';
import { switchLanguage } from '#renderer/steward/words.ts';

/** No session: either everything was handed on and wiped, or entries wait here for a new pairing. */
export function EndedPage({ state: { phase, waiting, stranded } }: { readonly state: StewardState }) {
  const { t } = useTranslation('steward');
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
      <div className={classes.row}>
        <button type="button" className={classes.plain} onClick={() => void switchLanguage()}>
          {t('otherLanguage')}
        </button>
      </div>
    </main>
  );
}
