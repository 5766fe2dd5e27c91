import { Badge, Button, Group, Paper, ScrollArea, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { valueWords } from '#renderer/features/sync/words.ts';
import { api, queryClient, type client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

type Conflict = Awaited<ReturnType<typeof client.sync.conflicts>>[number];

/** Values that lost against another, beside what stands; either can be chosen. */
export function ConflictList() {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(api.sync.conflicts.queryOptions());
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  if (data.length === 0)
    return (
      <EmptyState icon={<IconArrowsSplit2 />} title={t('empty.conflicts')} text={t('empty.conflictsText')} />
    );
  return (
    <ScrollArea.Autosize mah="calc(100dvh - 370px)">
      <Stack gap="sm" data-testid="sync-conflicts">
        {data.map((conflict) => (
          <ConflictCard key={conflict.id} conflict={conflict} />
        ))}
      </Stack>
    </ScrollArea.Autosize>
  );
}

function ConflictCard({ conflict }: { readonly conflict: Conflict }) {
  const { t } = useTranslation('sync');
  const { id, entity, field, about, rule, decidedAt, canTake } = conflict;
  const decide = useMutation(
    api.sync.decideConflict.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.sync.conflicts.key() }),
    }),
  );
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" mb="xs">
        <Text fw={600}>{about ?? t('about.unknown')}</Text>
        <Text>
          {t(`entity.${entity}` as never, { defaultValue: entity })} ·{' '}
          {t(`field.${field}` as never, { defaultValue: field })}
        </Text>
        <Badge color="gray">{t(`conflict.rule.${rule}` as never, { defaultValue: rule })}</Badge>
        <Text size="sm" c="dimmed" ml="auto">
          {formatDateTime(decidedAt)}
        </Text>
      </Group>
      <SimpleGrid cols={2} spacing="sm">
        <Side conflict={conflict} side="winner">
          <Button
            variant="default"
            onClick={() => decide.mutate({ id, take: 'winner' })}
            loading={decide.isPending}
          >
            {t('conflict.keep')}
          </Button>
        </Side>
        <Side conflict={conflict} side="loser">
          {canTake ? (
            <Button
              variant="light"
              onClick={() => decide.mutate({ id, take: 'loser' })}
              loading={decide.isPending}
            >
              {t('conflict.take')}
            </Button>
          ) : (
            <Text size="sm" c="dimmed">
              {t('conflict.fixed')}
            </Text>
          )}
        </Side>
      </SimpleGrid>
    </Paper>
  );
}

interface SideProps {
  readonly conflict: Conflict;
  readonly side: 'winner' | 'loser';
  readonly children: React.ReactNode;
}

function Side({ conflict, side, children }: SideProps) {
  const { t } = useTranslation('sync');
  const name = side === 'winner' ? conflict.winnerBy : conflict.loserBy;
  const isGone = conflict.rule === 'delete' && side === 'winner';
  return (
    <Paper
      p="sm"
      bg={side === 'winner' ? 'var(--mantine-color-brand-light)' : 'var(--mantine-color-gray-light)'}
    >
      <Text size="xs" c="dimmed">
        {t(`conflict.${side}`)} · {name ? t('conflict.by', { name }) : t('conflict.byCentre')}
      </Text>
      <Group justify="space-between" wrap="nowrap" mt={4}>
        <Text fw={600} lineClamp={3} style={{ wordBreak: 'break-word' }}>
          {isGone ? t('conflict.deleted') : valueWords(t, conflict.field, conflict[side])}
        </Text>
        {children}
      </Group>
    </Paper>
  );
}
