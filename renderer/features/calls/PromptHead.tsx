import { Button, Group, Kbd, Text } from '@mantine/core';
import { useCallWords } from '#renderer/features/calls/words.ts';

interface Props {
  readonly title: string;
  readonly onCancel: () => void;
}

/** The first line of every question beside the card: what is asked, and Esc to leave it. */
export function PromptHead({ title, onCancel }: Props) {
  const { t } = useCallWords();
  return (
    <Group justify="space-between">
      <Text fw={600} size="sm">
        {title}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        rightSection={<Kbd size="xs">Esc</Kbd>}
        onClick={onCancel}
        tabIndex={-1}
      >
        {t('cancel')}
      </Button>
    </Group>
  );
}
