import { Badge, Group, Paper, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { searchableGuest, searchGuests } from '#core/events/guest-search.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { GuestCard } from '#renderer/features/events/GuestCard.tsx';
import classes from '#renderer/features/events/GuestBoard.module.css';
import { boardColumns, type Standing } from '#renderer/features/events/standing.ts';

interface Props {
  readonly event: EventSummary;
  readonly guests: readonly GuestView[];
}

/** All guests by how far they have come, one column a step; a card offers exactly the moves that are allowed. */
export function GuestBoard({ event, guests }: Props) {
  const { t } = useTranslation('events');
  const [typed, setTyped] = useState('');
  const searchable = useMemo(
    () => guests.map(({ id, name }) => searchableGuest({ id, name, phone: null })),
    [guests],
  );
  if (guests.length === 0) {
    return <EmptyState icon={<IconUsers />} title={t('board.empty')} text={t('board.emptyText')} />;
  }
  const found = typed === '' ? null : new Set(searchGuests(searchable, typed));
  const shown = found ? guests.filter(({ id }) => found.has(id)) : guests;
  return (
    <Stack gap="sm">
      <TextInput
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        placeholder={t('board.search')}
        aria-label={t('board.search')}
        leftSection={<IconSearch size={14} />}
        w={280}
        size="xs"
      />
      <div className={classes.board}>
        {boardColumns.map(({ key, standings }) => {
          const within = shown.filter(({ standing }) =>
            (standings as readonly Standing[]).includes(standing),
          );
          return (
            <Paper key={key} withBorder className={classes.column} data-testid={`column-${key}`}>
              <Group justify="space-between" px="xs" py={8}>
                <Text fw={600} size="sm">
                  {t(`board.${key}`)}
                </Text>
                <Badge color="gray">{within.length}</Badge>
              </Group>
              <ScrollArea className={classes.cards} type="auto" scrollbarSize={6}>
                <Stack gap={6} px="xs" pb="xs">
                  {within.map((guest) => (
                    <GuestCard key={guest.id} guest={guest} guests={guests} isOver={isOver(event)} />
                  ))}
                  {within.length === 0 && (
                    <Text size="xs" c="dimmed" ta="center" py="sm">
                      {t('board.none')}
                    </Text>
                  )}
                </Stack>
              </ScrollArea>
            </Paper>
          );
        })}
      </div>
    </Stack>
  );
}

function isOver({ status }: EventSummary): boolean {
  return status === 'CLOSED' || status === 'CANCELLED';
}
