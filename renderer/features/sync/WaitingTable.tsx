import { ScrollArea, Skeleton, Table } from '@mantine/core';
import { IconCloudCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { commandWords } from '#renderer/features/sync/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** What this device has not uploaded yet, in the order it was done. */
export function WaitingTable() {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(api.sync.waiting.queryOptions());
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  if (data.length === 0)
    return <EmptyState icon={<IconCloudCheck />} title={t('empty.waiting')} text={t('empty.waitingText')} />;
  return (
    <ScrollArea.Autosize mah="calc(100dvh - 370px)">
      <Table stickyHeader highlightOnHover data-testid="sync-waiting">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>{t('column.time')}</Table.Th>
            <Table.Th w={240}>{t('column.what')}</Table.Th>
            <Table.Th>{t('column.about')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map(({ mid, at, command, entity, about }) => (
            <Table.Tr key={mid}>
              <Table.Td>{formatDateTime(at)}</Table.Td>
              <Table.Td>{commandWords(t, command, entity)}</Table.Td>
              <Table.Td>{about ?? t('about.unknown')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
