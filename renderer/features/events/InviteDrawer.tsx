import {
  Button,
  Checkbox,
  Drawer,
  Group,
  MultiSelect,
  ScrollArea,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import type { ClientFilter } from '#core/clients/filter.ts';
import { stages } from '#core/lifecycle/stage.ts';
import { tierField } from '#core/sync/fields.ts';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { InviteOutcome, type Outcome } from '#renderer/features/events/InviteOutcome.tsx';
import { api, client } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly event: EventSummary;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const listed = 100;
const mostAtOnce = 5000;
const shownKeys = new Set(['text', 'tiers', 'stages', 'cities']);
const sort = { by: 'aum', descending: true } as const;

/** Invites clients by filter: the count is live, who cannot be invited is named afterwards with the reason. */
export function InviteDrawer({ event, isOpen, onClose }: Props) {
  const { t } = useTranslation('events');
  return (
    <Drawer opened={isOpen} onClose={onClose} position="right" size={640} title={t('invite.title')}>
      {isOpen && <InviteForm event={event} />}
    </Drawer>
  );
}

function InviteForm({ event }: { readonly event: EventSummary }) {
  const { t } = useTranslation('events');
  const [filter, setFilter] = useState<ClientFilter>({});
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isInviting, setInviting] = useState(false);
  const [asked] = useDebouncedValue(filter, 120);
  const { data, error, isPlaceholderData } = useQuery({
    ...api.clients.list.queryOptions({ input: { filter: asked, sort, offset: 0, limit: listed } }),
    placeholderData: keepPreviousData,
  });
  /** Nobody is invited by a count that is not the filter's own yet. */
  const isCurrent = filter === asked && !isPlaceholderData;
  const { data: views = [] } = useQuery(api.clients.views.queryOptions());
  const { data: choices } = useQuery(api.clients.choices.queryOptions());
  if (outcome) {
    return (
      <InviteOutcome
        eventId={event.id}
        outcome={outcome}
        onOutcome={setOutcome}
        onAgain={() => setOutcome(null)}
      />
    );
  }
  if (error) return <ErrorState error={error} />;
  const total = Math.min(data?.total ?? 0, mostAtOnce);
  const count = Math.max(0, total - left.size);
  const take = (next: ClientFilter): void => {
    setFilter(next);
    setLeft(new Set());
  };
  const change = (part: ClientFilter): void => take({ ...filter, ...part });
  /** A view may say more than there are fields for here; what it says holds all the same. */
  const hidden = Object.entries(filter).filter(
    ([key, value]) => value !== undefined && !shownKeys.has(key),
  ).length;
  const invite = async (): Promise<void> => {
    setInviting(true);
    try {
      const { ids } = await client.clients.ids({ filter, sort, limit: mostAtOnce });
      const clientIds = ids.filter((id) => !left.has(id));
      setOutcome(await client.events.invite({ eventId: event.id, clientIds, from: 'LIST' }));
    } catch (failure) {
      showFailure(failure);
    } finally {
      setInviting(false);
    }
  };
  return (
    <Stack gap="sm">
      <Select
        placeholder={t(views.length === 0 ? 'invite.noViews' : 'invite.view')}
        aria-label={t('invite.view')}
        disabled={views.length === 0}
        clearable
        data={views.map(({ name }) => name)}
        value={views.find((view) => view.filter === filter)?.name ?? null}
        onChange={(name) => take(views.find((view) => view.name === name)?.filter ?? {})}
        data-testid="invite-view"
      />
      <TextInput
        data-autofocus
        leftSection={<IconSearch size={14} />}
        placeholder={t('common:search.hint')}
        aria-label={t('common:search.hint')}
        value={filter.text ?? ''}
        onChange={({ currentTarget }) => change({ text: currentTarget.value || undefined })}
      />
      <Group grow align="flex-start">
        <MultiSelect
          placeholder={filter.tiers?.length ? '' : t('invite.tier')}
          aria-label={t('invite.tier')}
          data={tierField.options.map((tier) => ({ value: tier, label: t(`common:tier.${tier}`) }))}
          value={filter.tiers ?? []}
          onChange={(tiers) => change({ tiers: orNone(tiers) as ClientFilter['tiers'] })}
        />
        <MultiSelect
          placeholder={filter.stages?.length ? '' : t('invite.stage')}
          aria-label={t('invite.stage')}
          data={stages.map((stage) => ({ value: stage, label: t(`common:stage.${stage}`) }))}
          value={filter.stages ?? []}
          onChange={(chosen) => change({ stages: orNone(chosen) as ClientFilter['stages'] })}
        />
        <MultiSelect
          placeholder={filter.cities?.length ? '' : t('invite.city')}
          aria-label={t('invite.city')}
          searchable
          data={(choices?.cities ?? []).map(({ name }) => name)}
          value={filter.cities ?? []}
          onChange={(cities) => change({ cities: orNone(cities) })}
        />
      </Group>
      {hidden > 0 && (
        <Text size="xs" c="dimmed">
          {t('invite.more', { n: hidden })}
        </Text>
      )}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('invite.found', { n: formatCount(data?.total ?? 0), shown: Math.min(listed, data?.total ?? 0) })}
        </Text>
        <Button
          onClick={() => void invite()}
          loading={isInviting}
          disabled={count === 0 || !isCurrent}
          data-testid="invite-all"
        >
          {t('invite.send', { n: formatCount(count) })}
        </Button>
      </Group>
      <ScrollArea h="calc(100dvh - 240px)">
        <Table stickyHeader highlightOnHover>
          <Table.Tbody>
            {data?.rows.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td w={34}>
                  <Checkbox
                    size="xs"
                    checked={!left.has(row.id)}
                    aria-label={row.name}
                    onChange={() => setLeft(toggled(left, row.id))}
                  />
                </Table.Td>
                <Table.Td>{row.name}</Table.Td>
                <Table.Td>{row.phoneMasked}</Table.Td>
                <Table.Td>{t(`common:tier.${row.tier}`)}</Table.Td>
                <Table.Td>{t(`common:stage.${row.stage}`)}</Table.Td>
                <Table.Td>{row.city}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Stack>
  );
}

function orNone(list: string[]): string[] | undefined {
  return list.length > 0 ? list : undefined;
}

function toggled(set: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
