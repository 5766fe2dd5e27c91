import { memo } from 'react';
import { Kbd, Text, UnstyledButton } from '@mantine/core';
import type { Outcome } from '#core/calls/contact.ts';
import { callRules, type Disposition } from '#core/calls/dispositions.ts';
import classes from '#renderer/features/calls/desk.module.css';
import { useCallWords } from '#renderer/features/calls/words.ts';

interface Props {
  /** Only what a client who rings may say, where no call may be made. */
  readonly isInboundOnly: boolean;
  readonly onPick: (outcome: Outcome) => void;
}

const good: readonly Disposition['next'][] = ['CALLBACK', 'FOLLOW_UP', 'SALON', 'CADENCE'];
const stop: readonly Disposition['next'][] = ['STOP_ALL', 'STOP_MARKETING', 'ESCALATE', 'QUARANTINE'];

/** The fourteen outcomes with their keys. */
export const OutcomePad = memo(function OutcomePad({ isInboundOnly, onPick }: Props) {
  const { t } = useCallWords();
  const shown = callRules.dispositions.filter(({ isInboundToo }) => isInboundToo || !isInboundOnly);
  return (
    <div className={classes['pad']} role="group" aria-label={t('pad.title')}>
      {shown.map(({ code, cap, next }) => (
        <UnstyledButton
          key={code}
          className={classes['outcome']}
          data-tone={good.includes(next) ? 'good' : stop.includes(next) ? 'stop' : undefined}
          data-outcome={code}
          tabIndex={-1}
          onClick={() => onPick(code)}
        >
          <Kbd size="xs">{code === 'DNC' ? '⇧D' : cap}</Kbd>
          <Text size="sm" truncate>
            {t(`outcome.${code}`)}
          </Text>
        </UnstyledButton>
      ))}
    </div>
  );
});
