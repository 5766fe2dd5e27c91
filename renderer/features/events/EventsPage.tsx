import { Button, SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarEvent, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { EventFormModal } from '#renderer/features/events/EventFormModal.tsx';
import { EventTable } from '#renderer/features/events/EventTable.tsx';
import { api } from '#renderer/lib/api.ts';

type When = 'UPCOMING' | 'PAST';

/** The salons to come and past ones, with seats, arrivals and the way to the door. */
export function EventsPage() {
  const { t } = useTranslation('events');
  const navigate = useNavigate();
  const [when, setWhen] = useState<When>('UPCOMING');
  const [isCreating, creating] = useDisclosure(false);
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
              value={when}
              onChange={(value) => setWhen(value as When)}
              data={[
                { value: 'UPCOMING', label: t('upcoming') },
                { value: 'PAST', label: t('past') },
              ]}
            />
            {createButton}
          </>
        }
      />
      {error && <ErrorState error={error} reset={() => void refetch()} />}
      {!events && !error && <LoadingRows />}
      {events?.length === 0 && (
        <EmptyState
          icon={<IconCalendarEvent />}
          title={t(when === 'UPCOMING' ? 'empty.upcoming' : 'empty.past')}
          text={t('empty.text')}
          action={when === 'UPCOMING' && createButton}
        />
      )}
      {events && events.length > 0 && <EventTable events={events} />}
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
