import { Alert } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { client } from '#renderer/lib/api.ts';

type Calendars = Awaited<ReturnType<typeof client.today.overview>>['calendars'];

/** Says which calendars end soon or have ended, what the program does beyond them, and what to do about it. */
export function CalendarNotice({ calendars }: { readonly calendars: Calendars }) {
  const { t } = useTranslation('today');
  const { workdays, greetings } = calendars;
  const lines = [
    workdays !== null && t('calendar.workdays', { year: workdays, next: workdays + 1 }),
    greetings !== null && t('calendar.greetings', { year: greetings, next: greetings + 1 }),
  ].filter((line) => line !== false);
  if (lines.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      p="xs"
      icon={<IconCalendarOff size={16} />}
      data-testid="calendar-notice"
    >
      {lines.join(' ')}
    </Alert>
  );
}
