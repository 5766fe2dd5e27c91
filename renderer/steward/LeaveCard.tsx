import { useTranslation } from 'react-i18next';
import type { Leaving } from '#renderer/steward/line.ts';
import classes from '#renderer/steward/steward.module.css';

interface Props {
  readonly why: Exclude<Leaving, 'LEFT'>;
  readonly waiting: number;
  readonly onSure: () => void;
  readonly onClose: () => void;
}

/** Why leaving is refused; where everything was carried away by file or link, the helper may forget it here. */
export function LeaveCard({ why, waiting, onSure, onClose }: Props) {
  const { t } = useTranslation('steward');
  return (
    <section className={classes.carry} role="alert" data-testid="steward-leaving" data-why={why}>
      <p className={classes.problem}>{t(`leaving.${why}`, { n: waiting })}</p>
      <div className={classes.row}>
        {why === 'ONLY_CARRIED' && (
          <button type="button" className={classes.primary} onClick={onSure}>
            {t('leaving.sure')}
          </button>
        )}
        <button type="button" className={classes.plain} onClick={onClose}>
          {t('carry.back')}
        </button>
      </div>
    </section>
  );
}
