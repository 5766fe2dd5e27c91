import { IconBarcode } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '#renderer/lib/format.ts';
import { DoorBanner } from '#renderer/features/events/DoorBanner.tsx';
import type { StewardAnswer } from '#renderer/steward/answer.ts';
import type { StewardState } from '#renderer/steward/state.ts';
import { Matches } from '#renderer/steward/Matches.tsx';
import classes from '#renderer/steward/steward.module.css';
import { toneOfShown } from '#renderer/steward/tone.ts';

interface Props {
  readonly state: StewardState;
  readonly onPick: (guestId: string) => void;
}

/** The answer: colour first, then the masked name, then what it means and what to do. */
export function StewardPanel({ state, onPick }: Props) {
  const { t } = useTranslation('steward');
  const { shown, event } = state;
  const tone = toneOfShown(shown);
  if (!shown || tone === 'idle') {
    return (
      <section className={classes.idle} data-testid="steward-panel">
        <IconBarcode size={96} stroke={1.2} aria-hidden />
        <p>{t(event ? 'idle' : 'loading')}</p>
      </section>
    );
  }
  if (shown.kind === 'failed') {
    return (
      <DoorBanner tone={tone} title={t(`failed.${shown.why}`)} data-result="FAILED">
        {t(`failed.do.${shown.why}`)}
      </DoorBanner>
    );
  }
  if (shown.kind === 'undone') {
    return (
      <DoorBanner tone={tone} title={shown.name} data-result="UNDONE">
        {t(shown.isStillIn ? 'undoneStillIn' : 'undone')}
      </DoorBanner>
    );
  }
  return <Answer answer={shown.answer} onPick={onPick} />;
}

/** Sent to the host's desk: what only the host may decide. */
const forHost = ['NOT_CONFIRMED', 'CANCELLED', 'REVOKED', 'FOR_HOST'];

function Answer({ answer, onPick }: { readonly answer: StewardAnswer } & Pick<Props, 'onPick'>) {
  const { t } = useTranslation('steward');
  const { result, guest, earlier, choices, isTicket, isReentry } = answer;
  const words = wordsOf(answer);
  return (
    <DoorBanner
      tone={toneOfShown({ kind: 'answer', answer }) as 'green'}
      title={guest?.maskedName ?? t(words)}
      data-result={result}
    >
      {guest && <p className={classes.words}>{t(words)}</p>}
      {earlier && <p>{t('earlier', { time: formatTime(earlier.at), desk: earlier.desk })}</p>}
      {result === 'NOT_CONFIRMED' && guest && (
        <p>{t('events:result.state', { state: t(`events:standing.${guest.state}`) })}</p>
      )}
      {result === 'UNKNOWN' && <p>{t(isTicket ? 'hint.otherTicket' : 'hint.UNKNOWN')}</p>}
      {result === 'OK' && isReentry && <p>{t('reentry')}</p>}
      {forHost.includes(result) && <p className={classes.words}>{t('toHost')}</p>}
      {choices.length > 0 && (
        <Matches guests={choices} total={choices.length} selected={-1} isIn={() => false} onPick={onPick} />
      )}
    </DoorBanner>
  );
}

function wordsOf({ result, isReentry, isTicket }: StewardAnswer): string {
  if (result === 'FOR_HOST') return 'forHost';
  if (result === 'UNKNOWN' && isTicket) return 'otherTicket';
  return `events:result.${result === 'OK' && isReentry ? 'REENTRY' : result}`;
}
