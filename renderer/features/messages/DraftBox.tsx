import { Button, Group, Text, Textarea } from '@mantine/core';
import type { RefObject } from 'react';
import type { OfferedText } from '#core/api/messages.ts';
import { messageTexts } from '#core/messages/texts.ts';
import type { Message } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';

interface Props {
  readonly message: Message;
  readonly text: OfferedText;
  readonly boxRef: RefObject<HTMLTextAreaElement | null>;
}

/** The words themselves, filled with the client's facts; what an SMS gets added, and how long it is. */
export function DraftBox({ message, text, boxRef }: Props) {
  const { t } = useMessageWords();
  const { body, language, channel, verdict, edited } = message;
  const { reviewedOn, reviewedBy, version, mayEdit } = text;
  const review =
    reviewedOn === null
      ? t('unreviewed', { version })
      : t('reviewed', { by: reviewedBy ?? '—', day: reviewedOn, version });
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="xs" c="dimmed">
          {mayEdit ? review : `${review} · ${t('fixed')}`}
        </Text>
        {edited !== null && edited !== text.bodies[language] && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => message.change({ edited: text.bodies[language] })}
          >
            {t('act.reset')}
          </Button>
        )}
      </Group>
      <Textarea
        ref={boxRef}
        aria-label={t('body')}
        autosize
        minRows={3}
        maxRows={7}
        value={body}
        lang={language}
        readOnly={message.phase !== 'writing'}
        onChange={({ currentTarget }) => message.change({ edited: currentTarget.value })}
      />
      {channel === 'SMS' && (
        <Group justify="space-between" mt={4} gap={8}>
          <Text size="xs" c="dimmed">
            {t('refusal', { text: messageTexts.refusal[language] })}
          </Text>
          {verdict?.length && (
            <Text size="xs" c="dimmed" data-testid="sms-length">
              {t('length', { ...verdict.length, count: verdict.length.segments })}
            </Text>
          )}
        </Group>
      )}
    </div>
  );
}
