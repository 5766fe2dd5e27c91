import { Badge, Group, Text } from '@mantine/core';
import type { CallCard } from '#core/api/calls.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { ChangeMark } from '#renderer/features/sync/ChangeMark.tsx';

interface Props {
  readonly contacts: CallCard['lastContacts'];
  readonly now: number;
}

/** The last three contacts, whoever made them. */
export function LastContacts({ contacts, now }: Props) {
  const { t, moment } = useCallWords();
  return (
    <section aria-label={t('last.title')}>
      <Text size="xs" c="dimmed" mb={4}>
        {t('last.title')}
      </Text>
      {contacts.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('last.none')}
        </Text>
      )}
      {contacts.map(({ id, at, outcome, note, managerName, channel, isAsService }) => (
        <Group key={id} gap={8} wrap="nowrap" mb={2}>
          <Text size="xs" c="dimmed" w={92} style={{ flexShrink: 0 }}>
            {moment(at, now)}
          </Text>
          <Badge
            size="xs"
            color={dispositionOf(outcome).isReached ? 'teal' : 'gray'}
            style={{ flexShrink: 0 }}
          >
            {channel === 'PHONE' ? t(`outcome.${outcome}`) : t(`channel.${channel}`)}
          </Badge>
          {isAsService && (
            <Badge size="xs" color="indigo" style={{ flexShrink: 0 }}>
              {t('asService')}
            </Badge>
          )}
          <Text size="xs" truncate title={note} style={{ flex: 1 }}>
            {note}
          </Text>
          <ChangeMark entity="contact" id={id} />
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {managerName}
          </Text>
        </Group>
      ))}
    </section>
  );
}
