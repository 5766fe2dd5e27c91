import { Group, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { VerdictDrawer, type OpenedVerdict } from '#renderer/features/risk/VerdictDrawer.tsx';
import { VerdictTable } from '#renderer/features/risk/VerdictTable.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** The shelf judged for one client, with the version of the rules and the age of the data. */
export function ShelfVerdicts({ clientId }: { readonly clientId: string }) {
  const { t } = useRiskWords();
  const [opened, setOpened] = useState<OpenedVerdict | null>(null);
  const { data, error, refetch } = useQuery(api.risk.shelf.queryOptions({ input: { clientId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={200} />;
  const dataAt = data.lines[0]?.recommend.dataAt ?? null;
  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Title order={2}>{t('shelf.title')}</Title>
        <Text size="xs" c="dimmed">
          {t('shelf.rules', { version: data.rulesVersion })}
          {' · '}
          {dataAt === null ? t('shelf.neverSynced') : t('shelf.dataAt', { at: formatDateTime(dataAt) })}
        </Text>
      </Group>
      {data.lines.length === 0 ? (
        <Text c="dimmed">{t('line.emptyShelf')}</Text>
      ) : (
        <VerdictTable lines={data.lines} onOpen={setOpened} />
      )}
      <VerdictDrawer clientId={clientId} opened={opened} onClose={() => setOpened(null)} />
    </section>
  );
}
