import { Button, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { EventFormModal } from '#renderer/features/events/EventFormModal.tsx';
import { Figure } from '#renderer/features/events/Figure.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime, formatMoney, formatTime } from '#renderer/lib/format.ts';

/** The plan as agreed, with the way to change it. */
export function PlanTab({ event }: { readonly event: EventSummary }) {
  const { t } = useTranslation('events');
  const { data: plan } = useQuery(api.events.effect.plan.queryOptions({ input: { eventId: event.id } }));
  const { data: inSeries } = useQuery(
    api.events.series.ofEvent.queryOptions({ input: { eventId: event.id } }),
  );
  const { data: series = [] } = useQuery(api.events.series.list.queryOptions());
  const { data: managers = [] } = useQuery(api.events.managers.queryOptions());
  const ofSeries = series.find(({ id }) => id === inSeries?.seriesId);
  const [isEditing, editing] = useDisclosure(false);
  const isHost = (id: string): boolean => event.hostManagerIds.includes(id);
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED';
  const facts = [
    [t('column.when'), `${formatDateTime(event.startsAt)}–${formatTime(event.endsAt)}`],
    [t('form.city'), event.city],
    [t('form.venue'), event.venue],
    [t('form.capacity'), String(event.capacity)],
    [t('form.isProductTalk'), t(event.isProductTalk ? 'yes' : 'no')],
    [t('form.allHosts'), managers.flatMap((one) => (isHost(one.id) ? one.name : [])).join('、')],
    [t('form.series'), ofSeries ? `${ofSeries.year} · ${ofSeries.name}` : ''],
    [t('form.speakers'), plan?.speakers ?? ''],
    [t('form.costText'), plan && plan.costFen !== null ? formatMoney(plan.costFen) : t('form.unknown')],
    [t('form.holdoutText'), `${plan?.holdoutPercent ?? 0} %`],
  ] as const;
  return (
    <Paper withBorder p="md" maw={820}>
      <SimpleGrid cols={3} spacing="md">
        {facts.map(([label, value]) => (
          <Figure key={label} label={label} value={value} />
        ))}
      </SimpleGrid>
      <Stack gap={2} mt="md">
        <Text size="xs" c="dimmed">
          {t('form.agenda')}
        </Text>
        <Text style={{ whiteSpace: 'pre-wrap' }}>{event.agenda || '—'}</Text>
      </Stack>
      {!isOver && (
        <Button mt="md" variant="light" leftSection={<IconPencil size={14} />} onClick={editing.open}>
          {t('edit')}
        </Button>
      )}
      <EventFormModal event={event} isOpen={isEditing} onClose={editing.close} />
    </Paper>
  );
}
