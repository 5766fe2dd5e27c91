import { Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { ClientHeader } from '#renderer/features/clients/ClientHeader.tsx';
import { ConsentsTab } from '#renderer/features/clients/ConsentsTab.tsx';
import { EditDrawer } from '#renderer/features/clients/EditDrawer.tsx';
import { HistoryTab } from '#renderer/features/clients/HistoryTab.tsx';
import { Overview } from '#renderer/features/clients/Overview.tsx';
import classes from '#renderer/features/clients/clients.module.css';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { InvitationsTab } from '#renderer/features/events/InvitationsTab.tsx';
import { HoldingsTab } from '#renderer/features/products/HoldingsTab.tsx';
import { RiskTab } from '#renderer/features/risk/RiskTab.tsx';
import { api } from '#renderer/lib/api.ts';

const tabs = ['overview', 'history', 'holdings', 'risk', 'invitations', 'consents'] as const;
type Tab = (typeof tabs)[number];

/** One client: who, how they stand, what happened, and everything kept about them. The tab lives in the address. */
export function ClientPage({ clientId }: { readonly clientId: string }) {
  const { t } = useClientWords();
  const navigate = useNavigate();
  const search: { readonly tab?: string } = useSearch({ strict: false });
  const [isEditing, setIsEditing] = useState(false);
  const {
    data: profile,
    error,
    refetch,
  } = useQuery(api.clients.get.queryOptions({ input: { id: clientId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!profile)
    return (
      <Stack>
        <Skeleton height={72} />
        <Skeleton height={320} />
      </Stack>
    );
  const tab: Tab = tabs.find((name) => name === search.tab) ?? 'overview';
  const show = (name: string | null): void =>
    void navigate({ to: '/clients/$clientId', params: { clientId }, search: { tab: name }, replace: true });
  return (
    <div className={classes.page}>
      <ClientHeader profile={profile} onEdit={() => setIsEditing(true)} />
      <Tabs value={tab} onChange={show} keepMounted={false} display="contents">
        <Tabs.List>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview" className={classes.fixed}>
          <Overview profile={profile} onEdit={() => setIsEditing(true)} />
        </Tabs.Panel>
        <Tabs.Panel value="history" className={classes.fixed}>
          <HistoryTab clientId={clientId} />
        </Tabs.Panel>
        <Tabs.Panel value="holdings" className={classes.panel}>
          <HoldingsTab clientId={clientId} />
        </Tabs.Panel>
        <Tabs.Panel value="risk" className={classes.panel}>
          <RiskTab clientId={clientId} />
        </Tabs.Panel>
        <Tabs.Panel value="invitations" className={classes.panel}>
          <InvitationsTab clientId={clientId} />
        </Tabs.Panel>
        <Tabs.Panel value="consents" className={classes.panel}>
          <ConsentsTab profile={profile} />
        </Tabs.Panel>
      </Tabs>
      {isEditing && <EditDrawer profile={profile} onClose={() => setIsEditing(false)} />}
    </div>
  );
}
