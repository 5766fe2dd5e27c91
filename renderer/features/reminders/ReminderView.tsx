import { CloseButton, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { snoozes } from '#core/reminders/reminder.ts';
import classes from '#renderer/features/reminders/reminders.module.css';
import { dismiss, snooze, type StandingReminder } from '#renderer/features/reminders/standing.ts';
import { formatDate, formatTime } from '#renderer/lib/format.ts';
import { useTaskWords } from '#renderer/lib/task-words.ts';

interface Props {
  /** At least one, the earliest first. */
  readonly tasks: readonly StandingReminder[];
  /** How many are named; the others are counted. */
  readonly most: number;
  /** Null while a window is open: it has to be left first. */
  readonly onOpen: ((clientId: string) => void) | null;
  readonly className: string | undefined;
}

/** Who is to be called back, and keys to go there, to put it off or to put it away. It takes the keys once it has the focus. */
export function ReminderView({ tasks, most, onOpen, className }: Props) {
  const { t } = useTranslation('reminders');
  const isMissed = tasks.some((task) => task.isMissed);
  return (
    <div
      className={className}
      data-missed={isMissed}
      data-reminder
      role="group"
      aria-label={t(isMissed ? 'missed' : 'due')}
      tabIndex={-1}
    >
      <Group gap={6} wrap="nowrap" className={classes['head'] ?? ''} aria-live="assertive">
        <IconBell size={14} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="xs" fw={600} truncate>
          {t(isMissed ? 'missed' : 'due')}
        </Text>
        <Kbd size="xs">F9</Kbd>
      </Group>
      {tasks.slice(0, most).map((task, index) => (
        <Task key={task.taskId} task={task} isFirst={index === 0} onOpen={onOpen} />
      ))}
      {tasks.length > most && (
        <Text size="xs" c="dimmed" className={classes['rest'] ?? ''}>
          {t('more', { count: tasks.length - most })}
        </Text>
      )}
      <Snoozes tasks={tasks} />
    </div>
  );
}

interface TaskProps {
  readonly task: StandingReminder;
  readonly isFirst: boolean;
  readonly onOpen: Props['onOpen'];
}

function Task({ task: { name, kind, dueAt, text, clientId }, isFirst, onOpen }: TaskProps) {
  const { t } = useTranslation('reminders');
  const about = useTaskWords()(text) || t(`kind.${kind}`);
  return (
    <UnstyledButton
      className={classes['task']}
      data-due={clientId}
      disabled={onOpen === null}
      title={onOpen === null ? t('leaveFirst') : `${name} ${about}`}
      {...(isFirst && { 'data-first': true })}
      onClick={() => onOpen?.(clientId)}
    >
      <Text size="sm" truncate>
        <b>
          {whenOf(dueAt)} {name}
        </b>{' '}
        <Text span size="xs" c="dimmed">
          {about}
        </Text>
      </Text>
    </UnstyledButton>
  );
}

/** The time alone today; with its day where it is from another one. */
function whenOf(at: number): string {
  const isToday = formatDate(at) === formatDate(Date.now());
  return isToday ? formatTime(at) : `${formatDate(at).slice(5)} ${formatTime(at)}`;
}

function Snoozes({ tasks }: { readonly tasks: readonly StandingReminder[] }) {
  const { t } = useTranslation('reminders');
  return (
    <Group gap={3} wrap="nowrap" className={classes['snoozes'] ?? ''}>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {t('snooze')}
      </Text>
      {snoozes.map((minutes, index) => (
        <UnstyledButton
          key={minutes}
          className={classes['snooze']}
          aria-label={t('snoozeFor', { minutes })}
          data-snooze={minutes}
          onClick={() => snooze(tasks, minutes)}
        >
          <Kbd size="xs">{index + 1}</Kbd> {t('minutes', { minutes })}
        </UnstyledButton>
      ))}
      <CloseButton size="xs" ml="auto" aria-label={t('close')} data-dismiss onClick={() => dismiss(tasks)} />
    </Group>
  );
}
