import { ActionIcon, Group, Text } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import classes from '#renderer/features/calls/desk.module.css';
import { useCallWords } from '#renderer/features/calls/words.ts';

interface Props {
  /** The workstation's time at which the call began; null before it did. */
  readonly startedAt: number | null;
  /** When it was stopped; null while it runs. */
  readonly stoppedAt: number | null;
  readonly now: number;
  readonly onToggle: () => void;
}

/** How long the call lasts; starts by itself on dialling. */
export function CallTimer({ startedAt, stoppedAt, now, onToggle }: Props) {
  const { t } = useCallWords();
  const isRunning = startedAt !== null && stoppedAt === null;
  const seconds = startedAt === null ? 0 : Math.max(0, Math.floor(((stoppedAt ?? now) - startedAt) / 1000));
  const text = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <Group gap={6} wrap="nowrap">
      <Text className={classes['timer']} c={isRunning ? 'brand' : 'dimmed'} role="timer">
        {text}
      </Text>
      <ActionIcon onClick={onToggle} tabIndex={-1} aria-label={t(isRunning ? 'timer.stop' : 'timer.start')}>
        {isRunning ? <IconPlayerStop size={16} /> : <IconPlayerPlay size={16} />}
      </ActionIcon>
    </Group>
  );
}
