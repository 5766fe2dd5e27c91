import { ScrollArea, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProposedSeat } from '#core/api/event-seating.ts';

const mostShown = 300;

/** Who would sit where, before anything is written. */
export function ProposedSeats({ seats }: { readonly seats: readonly ProposedSeat[] }) {
  const { t } = useTranslation('seating');
  return (
    <ScrollArea.Autosize mah={260} type="auto">
      <Table fz="sm" stickyHeader data-testid="proposed-seats">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.name')}</Table.Th>
            <Table.Th>{t('proposed.before')}</Table.Th>
            <Table.Th>{t('proposed.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {seats.slice(0, mostShown).map(({ guestId, name, before, seat }) => (
            <Table.Tr key={guestId}>
              <Table.Td>{name}</Table.Td>
              <Table.Td c="dimmed">{before ?? '—'}</Table.Td>
              <Table.Td fw={600}>{seat}</Table.Td>
            </Table.Tr>
          ))}
          {seats.length > mostShown && (
            <Table.Tr>
              <Table.Td colSpan={3} c="dimmed">
                {t('proposed.more', { n: seats.length - mostShown })}
              </Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
