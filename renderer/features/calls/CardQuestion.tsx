import { Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import type { CallCard } from '#core/api/calls.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';

interface Props {
  readonly card: CallCard;
  readonly onAsk: () => void;
}

/** One line: the fact most worth asking for now, and what its answer does to the profile. */
export function CardQuestion({ card: { question }, onAsk }: Props) {
  const { t, i18n } = useCallWords();
  if (!question) return null;
  const { ask, percent, percentAfter, code } = question;
  return (
    <UnstyledButton onClick={onAsk} tabIndex={-1} data-next-question={code}>
      <Group gap={6} wrap="nowrap">
        <Kbd size="xs">Q</Kbd>
        <Text size="sm" truncate title={ask[i18n.language === 'en' ? 'en' : 'zh-CN']} style={{ flex: 1 }}>
          {t('question.line')} {ask[i18n.language === 'en' ? 'en' : 'zh-CN']}
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {t('question.gain', { percent, percentAfter })}
        </Text>
      </Group>
    </UnstyledButton>
  );
}
