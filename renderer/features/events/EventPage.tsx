import { Badge, Group, Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { AfterTab } from '#renderer/features/events/AfterTab.tsx';
import { EventActions } from '#renderer/features/events/EventActions.tsx';
import { GuestBoard } from '#renderer/features/events/GuestBoard.tsx';
import { PlanTab } from '#renderer/features/events/PlanTab.tsx';
import { RefusedGuests } from '#renderer/features/events/RefusedGuests.tsx';
import { SeatingTab } from '#renderer/features/events/seating/SeatingTab.tsx';
import { TicketsTab } from '#renderer/features/events/TicketsTab.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime, formatTime } from '#renderer/lib/format.ts';

/** One salon: guests by state, tickets, plan, and what came of it. */
export function EventPage({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('events');
  const { data: event, error, refetch } = useQuery(api.events.get.queryOptions({ input: { eventId } }));
  const { data: guests } = useQuery(api.events.guests.queryOptions({ input: { eventId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!event || !guests) return <Skeleton height={320} />;
  const place = [event.city, event.venue].filter(Boolean).join(' · ');
  return (
    <>
      <PageHeader
        title={event.title}
        subtitle={
          <Group gap="xs">
            <span>
              {formatDateTime(event.startsAt)}–{formatTime(event.endsAt)}
            </span>
            {place && <span>{place}</span>}
            <Badge color={event.status === 'OPEN' ? 'teal' : 'gray'}>{t(`status.${event.status}`)}</Badge>
            <Badge color={event.seatsTaken > event.capacity ? 'red' : 'brand'}>
              {t('seatsOf', { taken: event.seatsTaken, capacity: event.capacity })}
            </Badge>
            {event.unsynced > 0 && <Badge color="orange">{t('unsynced', { n: event.unsynced })}</Badge>}
          </Group>
        }
        actions={<EventActions event={event} guests={guests} />}
      />
      <Tabs defaultValue={event.status === 'CLOSED' ? 'after' : 'guests'} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="guests">{t('tab.guests', { n: guests.length })}</Tabs.Tab>
          <Tabs.Tab value="seating">{t('seating:tab')}</Tabs.Tab>
          <Tabs.Tab value="tickets">{t('tab.tickets')}</Tabs.Tab>
          <Tabs.Tab value="plan">{t('tab.plan')}</Tabs.Tab>
          <Tabs.Tab value="after">{t('tab.after')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="guests">
          <RefusedGuests event={event} />
          <GuestBoard event={event} guests={guests} />
        </Tabs.Panel>
        <Tabs.Panel value="seating">
          <SeatingTab event={event} guests={guests} />
        </Tabs.Panel>
        <Tabs.Panel value="tickets">
          <TicketsTab event={event} guests={guests} />
        </Tabs.Panel>
        <Tabs.Panel value="plan">
          <PlanTab event={event} />
        </Tabs.Panel>
        <Tabs.Panel value="after">
          <AfterTab event={event} guests={guests} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
