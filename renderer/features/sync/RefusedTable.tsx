import { Button, Group, ScrollArea, Skeleton, Table, Text } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { commandWords, refusalWords } from '#renderer/features/sync/words.ts';
import { api, queryClient } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** What the centre did not take: why, and what to do. Stays until someone says that it was read. */
export function RefusedTable() {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(api.sync.refused.queryOptions());
  const acknowledge = useMutation(
    api.sync.acknowledge.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.sync.refused.key() }),
    }),
  );
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  if (data.length === 0)
    return <EmptyState icon={<IconChecks />} title={t('empty.refused')} text={t('empty.refusedText')} />;
  return (
    <>
      <Group justify="flex-end" mb="xs">
        <Button
          variant="light"
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ mids: data.map(({ mid }) => mid) })}
        >
          {t('acknowledgeAll')}
        </Button>
      </Group>
      <ScrollArea.Autosize mah="calc(100dvh - 420px)">
        <Table stickyHeader data-testid="sync-refused">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={140}>{t('column.time')}</Table.Th>
              <Table.Th w={190}>{t('column.what')}</Table.Th>
              <Table.Th w={140}>{t('column.about')}</Table.Th>
              <Table.Th>{t('column.why')}</Table.Th>
              <Table.Th>{t('column.todo')}</Table.Th>
              <Table.Th w={110} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map(({ mid, at, command, entity, about, code, detail }) => (
              <Table.Tr key={mid}>
                <Table.Td>{formatDateTime(at)}</Table.Td>
                <Table.Td>{commandWords(t, command, entity)}</Table.Td>
                <Table.Td>{about ?? t('about.unknown')}</Table.Td>
                <Table.Td>
                  {refusalWords(t, code, 'why')}
                  {detail && (
                    <Text size="xs" c="dimmed" ff="monospace">
                      {detail}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{refusalWords(t, code, 'todo')}</Table.Td>
                <Table.Td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => acknowledge.mutate({ mids: [mid] })}
                  >
                    {t('acknowledge')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </>
  );
}
