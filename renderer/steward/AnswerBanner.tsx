import { useTranslation } from 'react-i18next';
import { DoorBanner } from '#renderer/features/events/DoorBanner.tsx';
import { formatTime } from '#renderer/lib/format.ts';
import type { StewardAnswer, StewardResult } from '#renderer/steward/answer.ts';
import { Matches } from '#renderer/steward/Matches.tsx';
import classes from '#renderer/steward/steward.module.css';
import { toneOfShown } from '#renderer/steward/tone.ts';

interface Props {
  readonly answer: StewardAnswer;
  readonly onPick: (guestId: string) => void;
}

/** Sent to the host's desk: what only the host may decide. */
const forHost: readonly StewardResult[] = [
  'NOT_CONFIRMED',
  'CANCELLED',
  'REVOKED',
  'WRONG_EVENT',
  'FOR_HOST',
];

/** One answer with the host's words for it, the seat of who comes in, and where to send whom the helper may not let in. */
export function AnswerBanner({ answer, onPick }: Props) {
  const { t } = useTranslation('steward');
  const { result, guest, earlier, choices, isReentry } = answer;
  const words = wordsOf(answer);
  const tone = toneOfShown({ kind: 'answer', answer });
  if (tone === 'idle') return null;
  const isForHost = forHost.includes(result) || answer.isGenuine || (result === 'UNKNOWN' && answer.isTicket);
  return (
    <DoorBanner tone={tone} title={guest?.maskedName ?? t(words)} data-result={result}>
      {guest && <p className={classes.words}>{t(words)}</p>}
      {guest?.seat && (result === 'OK' || result === 'ALREADY') && (
        <p className={classes.seat} data-testid="steward-seat">
          {t('seating:door')} <strong>{guest.seat}</strong>
        </p>
      )}
      {earlier && (
        <p className={classes.detail}>{t('earlier', { time: formatTime(earlier.at), desk: earlier.desk })}</p>
      )}
      {result === 'NOT_CONFIRMED' && guest && (
        <p className={classes.detail}>
          {t('events:result.state', { state: t(`events:standing.${guest.state}`) })}
        </p>
      )}
      {result === 'UNKNOWN' && <p className={classes.detail}>{t(hintOf(answer))}</p>}
      {result === 'NOT_IN' && <p className={classes.detail}>{t('hint.NOT_IN')}</p>}
      {result === 'OK' && isReentry && <p className={classes.detail}>{t('reentry')}</p>}
      {isForHost && <p className={classes.words}>{t('toHost')}</p>}
      {choices.length > 0 && (
        <Matches guests={choices} total={choices.length} selected={-1} isIn={() => false} onPick={onPick} />
      )}
    </DoorBanner>
  );
}

function wordsOf({ result, isReentry, isTicket, isGenuine }: StewardAnswer): string {
  if (result === 'FOR_HOST') return 'forHost';
  if (result === 'LEFT' || result === 'NOT_IN') return `exit.${result}`;
  if (isGenuine) return 'genuine';
  if (result === 'UNKNOWN' && isTicket) return 'otherTicket';
  return `events:result.${result === 'OK' && isReentry ? 'REENTRY' : result}`;
}

function hintOf({ isGenuine, isTicket }: StewardAnswer): string {
  if (isGenuine) return 'hint.GENUINE';
  return isTicket ? 'hint.otherTicket' : 'hint.UNKNOWN';
}
