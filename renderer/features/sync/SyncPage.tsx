import { Badge, Button, Group, Skeleton, Tabs } from '@mantine/core';
import { IconEqual, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { ConflictList } from '#renderer/features/sync/ConflictList.tsx';
import { ProofCard } from '#renderer/features/sync/ProofCard.tsx';
import { RefusedTable } from '#renderer/features/sync/RefusedTable.tsx';
import { StatusCard } from '#renderer/features/sync/StatusCard.tsx';
import { WaitingTable } from '#renderer/features/sync/WaitingTable.tsx';
import { api, queryClient } from '#renderer/lib/api.ts';

/** Where this workstation stands with the centre: what waits, what was refused, what lost, and the last proof. */
export function SyncPage() {
  const { t } = useTranslation('sync');
  const status = useQuery(api.sync.status.queryOptions());
  const session = useQuery(api.session.status.queryOptions());
  const conflicts = useQuery(api.sync.conflicts.queryOptions());
  const now = useMutation(api.sync.now.mutationOptions());
  const prove = useMutation(api.sync.prove.mutationOptions());
  useFreshLists(status.data && `${status.data.pending} ${status.data.refused}`);
  const [tab, setTab] = useState<string | null>(null);
  if (status.error) return <ErrorState error={status.error} reset={() => void status.refetch()} />;
  if (!status.data) return <Skeleton height={320} aria-label={t('loading')} />;
  const { pending, refused, proof } = status.data;
  const counts = { waiting: pending, refused, conflicts: conflicts.data?.length ?? 0 };
  const { deviceName: device, managerName: manager, branchName: branch } = session.data ?? {};
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle', { device, manager, branch })}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconEqual size={16} aria-hidden />}
              loading={prove.isPending}
              onClick={() => prove.mutate(undefined)}
            >
              {t('prove')}
            </Button>
            <Button
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={now.isPending}
              onClick={() => now.mutate(undefined)}
            >
              {t('now')}
            </Button>
          </>
        }
      />
      <Group align="stretch" gap="sm" mb="sm" wrap="nowrap">
        <StatusCard status={status.data} />
        <ProofCard proof={proof} isImpossible={prove.isError} />
      </Group>
      <Tabs value={tab ?? firstTab(counts)} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="sm">
          {(['waiting', 'refused', 'conflicts'] as const).map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              rightSection={
                counts[name] > 0 && (
                  <Badge color={name === 'waiting' ? 'gray' : 'orange'}>{counts[name]}</Badge>
                )
              }
            >
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="waiting">
          <WaitingTable />
        </Tabs.Panel>
        <Tabs.Panel value="refused">
          <RefusedTable />
        </Tabs.Panel>
        <Tabs.Panel value="conflicts">
          <ConflictList />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Opens where a person is needed: refused first, then conflicts, else what waits. */
function firstTab(counts: { readonly refused: number; readonly conflicts: number }): string {
  if (counts.refused > 0) return 'refused';
  return counts.conflicts > 0 ? 'conflicts' : 'waiting';
}

/** The pill's signal carries counts only: when they move, the lists behind them are read again. */
function useFreshLists(counts: string | undefined): void {
  useEffect(() => {
    if (counts === undefined) return;
    for (const list of [api.sync.waiting, api.sync.refused, api.sync.conflicts]) {
      void queryClient.invalidateQueries({ queryKey: list.key() });
    }
  }, [counts]);
}
