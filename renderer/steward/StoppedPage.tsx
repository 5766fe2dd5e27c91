import { useTranslation } from 'react-i18next';
import classes from '#renderer/steward/steward.module.css';

/** Why the page cannot serve a door: open in another tab, or a browser that keeps nothing. */
export type StopReason = 'OTHER_TAB' | 'NO_STORE';

/** Says why there is no desk here and what to do. */
export function StoppedPage({ reason }: { readonly reason: StopReason }) {
  const { t } = useTranslation('steward');
  return (
    <main className={classes.card} data-testid="steward-stopped">
      <h1>{t(`stopped.${reason}`)}</h1>
      <p>{t(`stopped.do.${reason}`)}</p>
    </main>
  );
}
