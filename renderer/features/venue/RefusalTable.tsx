import { ScrollArea, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HubView } from '#core/api/venue.ts';
import { formatTime } from '#renderer/lib/format.ts';

/** Devices on the LAN that were refused, and why. */
export function RefusalTable({ refusals }: Pick<HubView, 'refusals'>) {
  const { t } = useTranslation('venue');
  return (
    <>
      <Title order={3} size="h4" mb="xs">
        {t('refusal.title', { n: refusals.length })}
      </Title>
      {refusals.length === 0 ? (
        <Text c="dimmed">{t('refusal.none')}</Text>
      ) : (
        <ScrollArea.Autosize mah={260}>
          <Table verticalSpacing={4} data-testid="refusals">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('refusal.from')}</Table.Th>
                <Table.Th>{t('refusal.why')}</Table.Th>
                <Table.Th ta="right">{t('refusal.times')}</Table.Th>
                <Table.Th>{t('refusal.last')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {refusals.map(({ from, reason, count, lastAt }) => (
                <Table.Tr key={`${from} ${reason}`}>
                  <Table.Td ff="monospace">{from}</Table.Td>
                  <Table.Td>{t(`refusal.reason.${reason}`)}</Table.Td>
                  <Table.Td ta="right">{count}</Table.Td>
                  <Table.Td>{formatTime(lastAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      )}
    </>
  );
}
