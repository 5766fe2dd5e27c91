import { IconBarcode } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DoorBanner } from '#renderer/features/events/DoorBanner.tsx';
import type { Direction } from '#renderer/steward/answering.ts';
import { AnswerBanner } from '#renderer/steward/AnswerBanner.tsx';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import { HubMove } from '#renderer/steward/HubMove.tsx';
import type { StewardState } from '#renderer/steward/state.ts';
import classes from '#renderer/steward/steward.module.css';
import { toneOfShown } from '#renderer/steward/tone.ts';

interface Props {
  readonly desk: StewardDesk;
  readonly state: StewardState;
  readonly direction: Direction;
  readonly onPick: (guestId: string) => void;
}

/** The answer: colour first, then the masked name, then what it means and what to do. */
export function StewardPanel({ desk, state, direction, onPick }: Props) {
  const { t } = useTranslation('steward');
  const { shown, event } = state;
  if (shown?.kind === 'hub') return <HubMove desk={desk} link={shown.link} />;
  const tone = toneOfShown(shown);
  if (!shown || tone === 'idle') {
    return (
      <section className={classes.idle} data-testid="steward-panel">
        <IconBarcode size={96} stroke={1.2} aria-hidden />
        <p>{t(!event ? 'loading' : direction === 'OUT' ? 'idleExit' : 'idle')}</p>
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
        {t(shown.isExit ? 'undoneExit' : shown.isStillIn ? 'undoneStillIn' : 'undone')}
      </DoorBanner>
    );
  }
  return <AnswerBanner answer={shown.answer} onPick={onPick} />;
}
