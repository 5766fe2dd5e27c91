import { Button, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { EventFormModal } from '#renderer/features/events/EventFormModal.tsx';
import { formatDateTime, formatTime } from '#renderer/lib/format.ts';

/** The plan as agreed, with the way to change it. */
export function PlanTab({ event }: { readonly event: EventSummary }) {
  const { t } = useTranslation('events');
  const [isEditing, editing] = useDisclosure(false);
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED';
  const facts = [
    [t('column.when'), `${formatDateTime(event.startsAt)}–${formatTime(event.endsAt)}`],
    [t('form.city'), event.city],
    [t('form.venue'), event.venue],
    [t('form.capacity'), String(event.capacity)],
    [t('form.isProductTalk'), t(event.isProductTalk ? 'yes' : 'no')],
  ] as const;
  return (
    <Paper withBorder p="md" maw={820}>
      <SimpleGrid cols={3} spacing="md">
        {facts.map(([label, value]) => (
          <Fact key={label} label={label} value={value} />
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

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text>{value || '—'}</Text>
    </Stack>
  );
}
