import { Group, Text } from '@mantine/core';
import { messageKinds } from '#core/messages/texts.ts';
import type { Message } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';

/** Says how often clients replied to this manager's personal and mass messages, beside the texts to choose from. */
export function ReplyRates({ message }: { readonly message: Message }) {
  const { t } = useMessageWords();
  const { replies } = message.drafts ?? {};
  if (!replies) return null;
  const { days, kinds } = replies;
  return (
    <Group gap="md" data-testid="reply-rates">
      {messageKinds.map((kind) => (
        <Text key={kind} size="xs" c="dimmed">
          {kinds[kind].sent === 0
            ? t('replies.none', { kind: t(`kind.${kind}`), days })
            : t('replies.rate', {
                kind: t(`kind.${kind}`),
                days,
                percent: Math.round((kinds[kind].replied / kinds[kind].sent) * 100),
                ...kinds[kind],
              })}
        </Text>
      ))}
    </Group>
  );
}
