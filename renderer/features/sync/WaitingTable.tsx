import { Alert, Table, Text } from '@mantine/core';
import { IconCloudCheck, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { AboutLinks } from '#renderer/features/sync/AboutLinks.tsx';
import { toActs, type Act } from '#renderer/features/sync/acts.ts';
import { ListFrame } from '#renderer/features/sync/ListFrame.tsx';
import { refusalWords } from '#renderer/features/sync/words.ts';
import { WhatCell } from '#renderer/features/sync/WhatCell.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** What the manager did that is not at the centre yet, in the order it was done, and why it is not. */
export function WaitingTable({ status }: { readonly status: SyncStatus }) {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(api.sync.waiting.queryOptions());
  const acts = useMemo(() => data && toActs(data), [data]);
  const shown = data?.length ?? 0;
  return (
    <ListFrame
      label={t('tab.waiting')}
      data={acts}
      error={error}
      retry={() => void refetch()}
      empty={
        <EmptyState icon={<IconCloudCheck />} title={t('empty.waiting')} text={t('empty.waitingText')} />
      }
      head={
        <Alert
          p="xs"
          color="gray"
          icon={<IconInfoCircle size={18} aria-hidden />}
          role="status"
          data-testid="sync-why-waiting"
        >
          {t(whyWaiting(status))}
          {status.pending > shown && ` ${t('waiting.firstOnly', { shown, count: status.pending })}`}
        </Alert>
      }
    >
      {(rows) => (
        <Table stickyHeader highlightOnHover data-testid="sync-waiting">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={150}>{t('column.time')}</Table.Th>
              <Table.Th>{t('column.what')}</Table.Th>
              <Table.Th w={280}>{t('column.about')}</Table.Th>
              <Table.Th w={300}>{t('column.standing')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((act) => (
              <WaitingRow key={act.key} act={act} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </ListFrame>
  );
}

function WaitingRow({ act }: { readonly act: Act }) {
  const { t } = useTranslation('sync');
  return (
    <Table.Tr>
      <Table.Td>{formatDateTime(act.at)}</Table.Td>
      <Table.Td>
        <WhatCell act={act} />
      </Table.Td>
      <Table.Td>
        <AboutLinks about={act.about} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" c={act.code ? 'orange' : 'dimmed'}>
          {act.code ? refusalWords(t, act.code, 'why') : t('state.waiting')}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** Why what waits has not arrived yet: the same for all of it. */
function whyWaiting({ phase, problem, pending, held }: SyncStatus) {
  if (pending === held) return 'waiting.held';
  if (phase === 'blocked') return 'waiting.blocked';
  if (phase === 'syncing') return 'waiting.syncing';
  if (phase === 'synced') return 'waiting.soon';
  if (problem === 'CAPTIVE') return 'waiting.captive';
  if (problem === 'SERVER_ERROR') return 'waiting.fault';
  return problem === null ? 'waiting.soon' : 'waiting.offline';
}
