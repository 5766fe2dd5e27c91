import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArmchair, IconClipboardText, IconSearch, IconWand } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { searchableGuest, searchGuests } from '#core/events/guest-search.ts';
import { countTables } from '#core/events/seating.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { SeatFillModal } from '#renderer/features/events/seating/SeatFillModal.tsx';
import { SeatPasteModal } from '#renderer/features/events/seating/SeatPasteModal.tsx';
import { SeatTable } from '#renderer/features/events/seating/SeatTable.tsx';

interface Props {
  readonly event: EventSummary;
  readonly guests: readonly GuestView[];
}

const gone: readonly GuestView['state'][] = ['declined', 'cancelled'];

/** Who sits where: by hand, pasted from a plan, or filled table by table. */
export function SeatingTab({ event, guests }: Props) {
  const { t } = useTranslation('seating');
  const [typed, setTyped] = useState('');
  const [isFilling, filling] = useDisclosure(false);
  const [isPasting, pasting] = useDisclosure(false);
  const listed = useMemo(
    () => guests.filter(({ state, seat }) => !gone.includes(state) || seat !== null),
    [guests],
  );
  const searchable = useMemo(
    () => listed.map(({ id, name }) => searchableGuest({ id, name, phone: null })),
    [listed],
  );
  if (listed.length === 0) {
    return <EmptyState icon={<IconArmchair />} title={t('none')} text={t('noneText')} />;
  }
  const found = typed === '' ? null : new Set(searchGuests(searchable, typed));
  const shown = listed.filter(({ id, seat }) => !found || found.has(id) || seat?.includes(typed));
  const tables = countTables(listed);
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED';
  const seated = listed.filter(({ seat }) => seat !== null).length;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap="sm">
          <TextInput
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            placeholder={t('search')}
            aria-label={t('search')}
            leftSection={<IconSearch size={14} />}
            w={280}
            size="xs"
          />
          <Text size="sm" c="dimmed">
            {t('seated', { seated, total: listed.length })}
          </Text>
        </Group>
        {!isOver && (
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconClipboardText size={16} />}
              onClick={pasting.open}
              data-testid="paste-seats"
            >
              {t('paste.open')}
            </Button>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconWand size={16} />}
              onClick={filling.open}
              data-testid="fill-tables"
            >
              {t('fill.open')}
            </Button>
          </Group>
        )}
      </Group>
      {tables.length > 0 && (
        <Group gap={6} data-testid="tables">
          {tables.map(({ table, guests: count }) => (
            <Badge key={table} color="gray" tt="none">
              {t('tableCount', { table, n: count })}
            </Badge>
          ))}
        </Group>
      )}
      <SeatTable eventId={event.id} guests={shown} isOver={isOver} />
      {isFilling && <SeatFillModal eventId={event.id} onClose={filling.close} />}
      {isPasting && <SeatPasteModal eventId={event.id} onClose={pasting.close} />}
    </Stack>
  );
}
