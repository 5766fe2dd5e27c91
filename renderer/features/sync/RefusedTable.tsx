import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { AboutLinks, addressOf } from '#renderer/features/sync/AboutLinks.tsx';
import { toActs, type Act } from '#renderer/features/sync/acts.ts';
import { DismissModal } from '#renderer/features/sync/DismissModal.tsx';
import { ListFrame } from '#renderer/features/sync/ListFrame.tsx';
import { refusalWords } from '#renderer/features/sync/words.ts';
import { WhatCell } from '#renderer/features/sync/WhatCell.tsx';
import { api, tellFailure } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** What the centre did not take: why, and what to do. Stays until someone lets go of it. */
export function RefusedTable() {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(api.sync.refused.queryOptions());
  const acts = useMemo(() => data && toActs(data), [data]);
  const [dismissing, setDismissing] = useState<readonly Act[] | null>(null);
  return (
    <>
      <ListFrame
        label={t('tab.refused')}
        data={acts}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState icon={<IconChecks />} title={t('empty.refused')} text={t('empty.refusedText')} />}
        head={
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" c="dimmed">
              {t('refused.lead')}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => setDismissing(acts ?? null)}>
              {t('dismiss.all')}
            </Button>
          </Group>
        }
      >
        {(rows) => (
          <Table stickyHeader data-testid="sync-refused" verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={130}>{t('column.time')}</Table.Th>
                <Table.Th w={250}>{t('column.what')}</Table.Th>
                <Table.Th w={150}>{t('column.about')}</Table.Th>
                <Table.Th>{t('column.why')}</Table.Th>
                <Table.Th w={130} aria-label={t('column.actions')} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((act) => (
                <RefusedRow key={act.key} act={act} onDismiss={() => setDismissing([act])} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </ListFrame>
      {dismissing && <DismissModal acts={dismissing} onClose={() => setDismissing(null)} />}
    </>
  );
}

interface RowProps {
  readonly act: Act;
  readonly onDismiss: () => void;
}

function RefusedRow({ act, onDismiss }: RowProps) {
  const { t } = useTranslation('sync');
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>{formatDateTime(act.at)}</Table.Td>
      <Table.Td>
        <WhatCell act={act} />
      </Table.Td>
      <Table.Td>
        <AboutLinks about={act.about} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={500}>
          {refusalWords(t, act.code, 'why')}
        </Text>
        <Text size="sm">{refusalWords(t, act.code, 'todo')}</Text>
        {act.detail && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('refused.detail', { detail: act.detail })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RowActions act={act} onDismiss={onDismiss} />
      </Table.Td>
    </Table.Tr>
  );
}

function RowActions({ act, onDismiss }: RowProps) {
  const { t } = useTranslation('sync');
  const offer = useMutation(
    api.sync.offerAgain.mutationOptions({
      onError: (error) =>
        tellFailure(
          error,
          t((error as { code?: string }).code === 'NOT_FOUND' ? 'refused.offerGone' : 'refused.offerFailed'),
        ),
    }),
  );
  const [target] = act.about.filter(({ name }) => name !== null);
  const address = target && addressOf(target.scope);
  return (
    <Stack gap={4} align="stretch">
      <Button
        size="compact-sm"
        variant="light"
        loading={offer.isPending}
        onClick={() => offer.mutate({ mids: [...act.mids] })}
      >
        {t('refused.offer')}
      </Button>
      {address && (
        <Button size="compact-sm" variant="default" component="a" href={address}>
          {t(address.startsWith('#/events') ? 'refused.goEvent' : 'refused.goClient')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onDismiss}>
        {t('dismiss.one')}
      </Button>
    </Stack>
  );
}
