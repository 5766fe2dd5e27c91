import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { snoozes, type RemindedTask } from '#core/reminders/reminder.ts';
import { formatTime } from '#renderer/lib/format.ts';
import { useTaskWords } from '#renderer/lib/task-words.ts';

interface Props {
  readonly tasks: readonly RemindedTask[];
  readonly onOpen: (clientId: string) => void;
  readonly onSnooze: (minutes: (typeof snoozes)[number]) => void;
}

const mostShown = 4;

/** Who is to be called back, and how long it may wait. */
export function ReminderCard({ tasks, onOpen, onSnooze }: Props) {
  const { t } = useTranslation('reminders');
  const inWords = useTaskWords();
  return (
    <Stack gap={6} data-reminder>
      {tasks.slice(0, mostShown).map(({ taskId, clientId, name, kind, dueAt, text }) => (
        <UnstyledButton key={taskId} onClick={() => onOpen(clientId)}>
          <Text size="sm" span fw={600}>
            {formatTime(dueAt)} {name}
          </Text>{' '}
          <Text size="sm" span c="dimmed">
            {inWords(text) || t(`kind.${kind}`)}
          </Text>
        </UnstyledButton>
      ))}
      {tasks.length > mostShown && (
        <Text size="xs" c="dimmed">
          {t('more', { count: tasks.length - mostShown })}
        </Text>
      )}
      <Group gap={4}>
        <Text size="xs" c="dimmed">
          {t('snooze')}
        </Text>
        {snoozes.map((minutes) => (
          <Button key={minutes} size="compact-xs" variant="default" onClick={() => onSnooze(minutes)}>
            {t('minutes', { minutes })}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
