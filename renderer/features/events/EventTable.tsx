import { Anchor, Badge, Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { IconCloudUp, IconDoorEnter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { EventWhen } from '#renderer/features/events/EventWhen.tsx';
import { formatCount } from '#renderer/lib/format.ts';

const statusColour = { PLANNED: 'gray', OPEN: 'teal', CLOSED: 'gray', CANCELLED: 'red' } as const;

/** One row an event: when, where, seats, who came, what still has to go up. */
export function EventTable({ events }: { readonly events: readonly EventSummary[] }) {
  const { t } = useTranslation('events');
  return (
    <Table highlightOnHover layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={170}>{t('column.when')}</Table.Th>
          <Table.Th>{t('column.title')}</Table.Th>
          <Table.Th w={180}>{t('column.seats')}</Table.Th>
          <Table.Th w={150}>{t('column.arrived')}</Table.Th>
          <Table.Th w={210} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function EventRow({ event }: { readonly event: EventSummary }) {
  const { t } = useTranslation('events');
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED';
  const params = { eventId: event.id };
  return (
    <Table.Tr>
      <Table.Td>
        <EventWhen startsAt={event.startsAt} endsAt={event.endsAt} />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Anchor
            renderRoot={(props) => <Link {...props} to="/events/$eventId" params={params} />}
            fw={600}
            truncate
            title={event.title}
          >
            {event.title}
          </Anchor>
          <Badge color={statusColour[event.status]} style={{ flexShrink: 0 }}>
            {t(`status.${event.status}`)}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed" truncate>
          {[event.city, event.venue].filter(Boolean).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <Seats event={event} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {t('arrivedOf', {
            arrived: formatCount(event.counters.arrived),
            expected: event.counters.expected,
          })}
        </Text>
        {event.unsynced > 0 && (
          <Badge color="orange" leftSection={<IconCloudUp size={12} aria-hidden />}>
            {t('unsynced', { n: event.unsynced })}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          {!isOver && (
            <Button
              size="xs"
              variant="light"
              leftSection={<IconDoorEnter size={14} />}
              renderRoot={(props) => <Link {...props} to="/events/$eventId/check-in" params={params} />}
            >
              {t('checkIn.open')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => <Link {...props} to="/events/$eventId" params={params} />}
          >
            {t('open')}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function Seats({ event }: { readonly event: EventSummary }) {
  const { t } = useTranslation('events');
  const over = event.seatsTaken - event.capacity;
  return (
    <Stack gap={4}>
      <Text size="sm">
        {t('seatsOf', { taken: event.seatsTaken, capacity: event.capacity })}
        {over > 0 && (
          <Text span c="red" size="sm">
            {' '}
            {t('overBy', { n: over })}
          </Text>
        )}
      </Text>
      <Progress
        value={(100 * event.seatsTaken) / event.capacity}
        color={over > 0 ? 'red' : 'brand'}
        size="sm"
        aria-label={t('column.seats')}
      />
    </Stack>
  );
}
