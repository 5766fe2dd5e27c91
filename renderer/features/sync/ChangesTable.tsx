import { Table, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { AboutLinks } from '#renderer/features/sync/AboutLinks.tsx';
import { toActs } from '#renderer/features/sync/acts.ts';
import { ListFrame } from '#renderer/features/sync/ListFrame.tsx';
import { StateBadge } from '#renderer/features/sync/StateBadge.tsx';
import { WhatCell } from '#renderer/features/sync/WhatCell.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** The latest changes made here, newest first: has the centre got each of them? */
export function ChangesTable() {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(api.sync.changes.queryOptions({ input: {} }));
  const acts = useMemo(() => data && toActs(data), [data]);
  return (
    <ListFrame
      label={t('tab.changes')}
      data={acts}
      error={error}
      retry={() => void refetch()}
      empty={<EmptyState icon={<IconHistory />} title={t('empty.changes')} text={t('empty.changesText')} />}
    >
      {(rows) => (
        <Table stickyHeader highlightOnHover data-testid="sync-changes">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={150}>{t('column.time')}</Table.Th>
              <Table.Th>{t('column.what')}</Table.Th>
              <Table.Th w={280}>{t('column.about')}</Table.Th>
              <Table.Th w={170}>{t('column.got')}</Table.Th>
              <Table.Th w={150}>{t('column.answered')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((act) => (
              <Table.Tr key={act.key}>
                <Table.Td>{formatDateTime(act.at)}</Table.Td>
                <Table.Td>
                  <WhatCell act={act} />
                </Table.Td>
                <Table.Td>
                  <AboutLinks about={act.about} />
                </Table.Td>
                <Table.Td>
                  <StateBadge state={act.state} />
                </Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed">
                    {act.answeredAt === null ? '—' : formatDateTime(act.answeredAt)}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </ListFrame>
  );
}
