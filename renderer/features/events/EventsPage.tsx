import { ActionIcon, Button, SegmentedControl, Skeleton, Stack, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarDown, IconCalendarEvent, IconPlus, IconRss } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { CalendarFeedModal } from '#renderer/features/events/CalendarFeedModal.tsx';
import { EventFormModal } from '#renderer/features/events/EventFormModal.tsx';
import { EventTable } from '#renderer/features/events/EventTable.tsx';
import { saveCalendar } from '#renderer/features/events/calendar-file.ts';
import { MonthCalendar } from '#renderer/features/events/MonthCalendar.tsx';
import { SeriesView } from '#renderer/features/events/SeriesView.tsx';
import { api } from '#renderer/lib/api.ts';

type When = 'UPCOMING' | 'PAST';
type View = When | 'MONTH' | 'SERIES';

/** The salons to come and past ones, with seats, arrivals and the way to the door. */
export function EventsPage() {
  const { t } = useTranslation('events');
  const navigate = useNavigate();
  const [view, setView] = useState<View>('UPCOMING');
  const when: When = view === 'PAST' ? 'PAST' : 'UPCOMING';
  const isList = view === 'UPCOMING' || view === 'PAST';
  const [isCreating, creating] = useDisclosure(false);
  const [isSubscribing, subscribing] = useDisclosure(false);
  const { data: events, error, refetch } = useQuery(api.events.list.queryOptions({ input: { when } }));
  const createButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={creating.open} data-testid="create-event">
      {t('create')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('common:page.events')}
        subtitle={t('subtitle')}
        actions={
          <>
            <SegmentedControl
              size="xs"
              value={view}
              onChange={(value) => setView(value as View)}
              data={[
                { value: 'UPCOMING', label: t('upcoming') },
                { value: 'PAST', label: t('past') },
                { value: 'MONTH', label: t('calendarView') },
                { value: 'SERIES', label: t('series.view') },
              ]}
            />
            {events && events.length > 0 && (
              <Tooltip label={t('calendarFile')}>
                <ActionIcon
                  variant="default"
                  size={36}
                  aria-label={t('calendarFile')}
                  onClick={() => saveCalendar(t('common:page.events'), events)}
                >
                  <IconCalendarDown size={16} />
                </ActionIcon>
              </Tooltip>
            )}
            <Tooltip label={t('feed.title')}>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('feed.title')}
                onClick={subscribing.open}
                data-testid="calendar-feed"
              >
                <IconRss size={16} />
              </ActionIcon>
            </Tooltip>
            {createButton}
          </>
        }
      />
      {error && <ErrorState error={error} reset={() => void refetch()} />}
      {!events && !error && <LoadingRows />}
      {view === 'MONTH' && <MonthCalendar />}
      {view === 'SERIES' && <SeriesView />}
      {isList && events?.length === 0 && (
        <EmptyState
          icon={<IconCalendarEvent />}
          title={t(when === 'UPCOMING' ? 'empty.upcoming' : 'empty.past')}
          text={t('empty.text')}
          action={when === 'UPCOMING' && createButton}
        />
      )}
      {isList && events && events.length > 0 && <EventTable events={events} />}
      {isSubscribing && <CalendarFeedModal onClose={subscribing.close} />}
      <EventFormModal
        event={null}
        isOpen={isCreating}
        onClose={creating.close}
        onSaved={(eventId) => void navigate({ to: '/events/$eventId', params: { eventId } })}
      />
    </>
  );
}

function LoadingRows() {
  return (
    <Stack gap="xs">
      {[1, 2, 3].map((row) => (
        <Skeleton key={row} height={52} />
      ))}
    </Stack>
  );
}
