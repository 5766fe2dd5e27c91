import { Kbd, Stack, Text, UnstyledButton } from '@mantine/core';
import classes from '#renderer/features/calls/desk.module.css';
import { PromptHead } from '#renderer/features/calls/PromptHead.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { useLadderReasons } from '#renderer/features/events/ladder-reasons.ts';

interface Props {
  readonly onPick: (index: number) => void;
  readonly onCancel: () => void;
}

/** Asks why somebody is invited whom nobody talked to on the phone yet, on the digit keys. */
export function LadderPicker({ onPick, onCancel }: Props) {
  const { t } = useCallWords();
  const reasons = useLadderReasons();
  return (
    <Stack gap={4} role="group" aria-label={t('ladder.ask')} data-prompt="ladder">
      <PromptHead title={t('ladder.ask')} onCancel={onCancel} />
      <Text size="xs" c="dimmed">
        {t('ladder.help')}
      </Text>
      {reasons.map((reason, index) => (
        <UnstyledButton
          key={reason}
          className={classes['outcome']}
          onClick={() => onPick(index)}
          tabIndex={-1}
        >
          <Kbd size="xs">{index + 1}</Kbd>
          <Text size="sm">{reason}</Text>
        </UnstyledButton>
      ))}
    </Stack>
  );
}
