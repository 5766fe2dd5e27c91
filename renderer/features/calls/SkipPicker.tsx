import { Button, Kbd, Stack } from '@mantine/core';
import { callRules, type SkipCode } from '#core/calls/dispositions.ts';
import { PromptHead } from '#renderer/features/calls/PromptHead.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';

interface Props {
  readonly onPick: (reason: SkipCode) => void;
  readonly onCancel: () => void;
}

/** Asks why this client is passed over; each reason says until when. */
export function SkipPicker({ onPick, onCancel }: Props) {
  const { t } = useCallWords();
  return (
    <Stack gap={4} role="group" aria-label={t('skip.why')}>
      <PromptHead title={t('skip.why')} onCancel={onCancel} />
      {callRules.skips.map(({ code, cap }) => (
        <Button
          key={code}
          variant="default"
          justify="flex-start"
          leftSection={<Kbd size="xs">{cap}</Kbd>}
          onClick={() => onPick(code)}
          tabIndex={-1}
        >
          {t(`skip.${code}`)}
        </Button>
      ))}
    </Stack>
  );
}
