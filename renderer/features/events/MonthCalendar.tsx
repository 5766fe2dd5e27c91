import { ActionIcon, Group, Text, UnstyledButton } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { addMonths, businessDayOf } from '#core/base/time.ts';
import { firstOfMonth, monthGrid } from '#core/events/month-grid.ts';
import classes from '#renderer/features/events/MonthCalendar.module.css';
import { api } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';

const shownPerDay = 3;

/** A month of salons, each a link to its page. */
export function MonthCalendar() {
  const { t, i18n } = useTranslation('events');
  const [today] = useState(() => businessDayOf(Date.now()));
  const [first, setFirst] = useState(firstOfMonth(today));
  const { data: coming = [] } = useQuery(api.events.list.queryOptions({ input: { when: 'UPCOMING' } }));
  const { data: past = [] } = useQuery(api.events.list.queryOptions({ input: { when: 'PAST' } }));
  const byDay = Map.groupBy([...past, ...coming], ({ startsAt }) => businessDayOf(startsAt));
  const weeks = monthGrid(first);
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  return (
    <>
      <Group justify="center" mb="xs">
        <ActionIcon
          variant="default"
          aria-label={t('month.before')}
          onClick={() => setFirst(addMonths(first, -1))}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <Text fw={600} w={120} ta="center" data-testid="month">
          {first.slice(0, 7)}
        </Text>
        <ActionIcon
          variant="default"
          aria-label={t('month.after')}
          onClick={() => setFirst(addMonths(first, 1))}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
      <div className={classes['grid']}>
        {(weeks[0] ?? []).map((day) => (
          <Text key={day} size="xs" c="dimmed" ta="center">
            {weekday.format(new Date(day))}
          </Text>
        ))}
        {weeks.flat().map((day) => (
          <div
            key={day}
            className={classes['day']}
            data-other={day.slice(0, 7) !== first.slice(0, 7) || undefined}
            data-today={day === today || undefined}
          >
            <Text size="xs" className={classes['number']}>
              {Number(day.slice(8))}
            </Text>
            <DayEvents events={byDay.get(day) ?? []} />
          </div>
        ))}
      </div>
    </>
  );
}

function DayEvents({ events }: { readonly events: readonly EventSummary[] }) {
  const { t } = useTranslation('events');
  const inOrder = events.toSorted((a, b) => a.startsAt - b.startsAt);
  return (
    <>
      {inOrder.slice(0, shownPerDay).map((event) => (
        <UnstyledButton
          key={event.id}
          className={classes['event']}
          data-status={event.status}
          title={event.title}
          renderRoot={(props) => <Link {...props} to="/events/$eventId" params={{ eventId: event.id }} />}
        >
          {formatTime(event.startsAt)} {event.title}
        </UnstyledButton>
      ))}
      {inOrder.length > shownPerDay && (
        <Text size="xs" c="dimmed">
          {t('month.more', { n: inOrder.length - shownPerDay })}
        </Text>
      )}
    </>
  );
}
