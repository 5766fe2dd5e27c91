import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StewardState } from '#renderer/steward/state.ts';
import type { HubProblem } from '#renderer/steward/hub.ts';
import classes from '#renderer/steward/steward.module.css';
import { switchLanguage } from '#renderer/steward/words.ts';

interface Props {
  readonly state: StewardState;
  /** Entries of another hub's page come along with the link. */
  readonly isCarrying: boolean;
  readonly onPair: (name: string) => Promise<HubProblem | null>;
  readonly onPaired: () => void;
  /** Back to the door that is open already; null where there is none. */
  readonly onCancel: (() => void) | null;
}

const known = ['SECRET_WRONG', 'SECRET_USED', 'PAIRING_PAUSED', 'SESSION_ENDED', 'UNREACHABLE'];

/** Asks the helper's name, which the host sees beside every entry, and pairs with the link's secret. */
export function PairPage({ state, isCarrying, onPair, onPaired, onCancel }: Props) {
  const { t } = useTranslation('steward');
  const [name, setName] = useState(state.name ?? '');
  const [problem, setProblem] = useState<HubProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    const refusal = await onPair(name.trim());
    setBusy(false);
    setProblem(refusal);
    if (refusal === null) onPaired();
  };
  return (
    <main className={classes.card}>
      <h1>{t('pair.title')}</h1>
      <p>{t('pair.about')}</p>
      {isCarrying && <p>{t('pair.carried')}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !isBusy) void submit();
        }}
      >
        <label className={classes.field}>
          {t('pair.name')}
          <input
            autoFocus
            value={name}
            maxLength={40}
            placeholder={t('pair.example')}
            autoComplete="off"
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        {problem && (
          <p className={classes.problem} role="alert" data-problem={problem}>
            {t(`pair.problem.${known.includes(problem) ? problem : 'OTHER'}`)}
          </p>
        )}
        <div className={classes.row}>
          <button type="submit" className={classes.primary} disabled={name.trim() === '' || isBusy}>
            {t('pair.start')}
          </button>
          {onCancel && (
            <button type="button" className={classes.plain} onClick={onCancel}>
              {t('pair.cancel')}
            </button>
          )}
          <button type="button" className={classes.plain} onClick={() => void switchLanguage()}>
            {t('otherLanguage')}
          </button>
        </div>
      </form>
    </main>
  );
}
