import { Badge, Button, Group, Skeleton, Tabs } from '@mantine/core';
import { IconEqual, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { ChangesTable } from '#renderer/features/sync/ChangesTable.tsx';
import { ConflictList } from '#renderer/features/sync/ConflictList.tsx';
import { DeviceTable } from '#renderer/features/sync/DeviceTable.tsx';
import { ProofCard } from '#renderer/features/sync/ProofCard.tsx';
import { RefusedTable } from '#renderer/features/sync/RefusedTable.tsx';
import { StatusCard } from '#renderer/features/sync/StatusCard.tsx';
import frame from '#renderer/components/FixedPage.module.css';
import classes from '#renderer/features/sync/sync.module.css';
import { UpkeepTab } from '#renderer/features/sync/UpkeepTab.tsx';
import { WaitingTable } from '#renderer/features/sync/WaitingTable.tsx';
import { api } from '#renderer/lib/api.ts';

const tabs = ['waiting', 'refused', 'conflicts', 'changes', 'devices', 'upkeep'] as const;
type TabName = (typeof tabs)[number];

/** Where this workstation stands with the centre: what waits, what was refused, what lost, devices and proof. */
export function SyncPage() {
  const { t } = useTranslation('sync');
  const status = useQuery(api.sync.status.queryOptions());
  const conflicts = useQuery(api.sync.conflicts.queryOptions());
  const prove = useMutation(api.sync.prove.mutationOptions());
  const { tab, show } = useTab();
  if (status.error) return <ErrorState error={status.error} reset={() => void status.refetch()} />;
  if (!status.data) return <Skeleton height={320} aria-label={t('loading')} />;
  const { pending, refused, proof } = status.data;
  const counts: Partial<Record<TabName, number>> = {
    waiting: pending,
    refused,
    conflicts: conflicts.data?.length ?? 0,
  };
  return (
    <div className={frame['page']}>
      <Head isProving={prove.isPending} onProve={() => prove.mutate(undefined)} />
      <Group align="stretch" gap="sm" mb="sm" wrap="nowrap">
        <StatusCard status={status.data} />
        <ProofCard proof={proof} isImpossible={prove.isError} />
      </Group>
      <Tabs value={tab ?? firstTab(counts)} onChange={show} keepMounted={false} className={frame['tabs']}>
        <Tabs.List mb="sm">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name} rightSection={<Count name={name} count={counts[name] ?? 0} />}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((name) => (
          <Tabs.Panel key={name} value={name} className={classes['panel']}>
            <Content name={name} status={status.data} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}

function Head({ isProving, onProve }: { readonly isProving: boolean; readonly onProve: () => void }) {
  const { t } = useTranslation('sync');
  const session = useQuery(api.session.status.queryOptions());
  const now = useMutation(api.sync.now.mutationOptions());
  const { deviceName: device, managerName: manager, branchName: branch } = session.data ?? {};
  return (
    <PageHeader
      title={t('title')}
      subtitle={t('subtitle', { device, manager, branch })}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconEqual size={16} aria-hidden />}
            loading={isProving}
            onClick={onProve}
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
  );
}

function Count({ name, count }: { readonly name: TabName; readonly count: number }) {
  if (count === 0) return null;
  return <Badge color={name === 'waiting' ? 'gray' : 'orange'}>{count}</Badge>;
}

function Content({ name, status }: { readonly name: TabName; readonly status: SyncStatus }) {
  switch (name) {
    case 'waiting':
      return <WaitingTable status={status} />;
    case 'refused':
      return <RefusedTable />;
    case 'conflicts':
      return <ConflictList />;
    case 'changes':
      return <ChangesTable />;
    case 'devices':
      return <DeviceTable />;
    case 'upkeep':
      return <UpkeepTab status={status} />;
  }
}

/** The tab lives in the address, so that a mark or a link can lead to it and going back works. */
function useTab() {
  const navigate = useNavigate();
  const { tab }: { tab?: unknown } = useSearch({ strict: false });
  const show = (name: string | null): void => {
    void navigate({ to: '/sync', search: { tab: name }, replace: true });
  };
  return { tab: tabs.find((name) => name === tab) ?? null, show };
}

/** Opens where a person is needed: refused first, then conflicts, else what waits. */
function firstTab(counts: Partial<Record<TabName, number>>): TabName {
  if (counts.refused) return 'refused';
  return counts.conflicts ? 'conflicts' : 'waiting';
}
