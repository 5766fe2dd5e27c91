import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconClipboardOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EntryFilter, EntryPlace } from '#core/compliance/entry.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import frame from '#renderer/components/FixedPage.module.css';
import { EntryTable } from '#renderer/features/compliance/EntryTable.tsx';
import { RangeBar } from '#renderer/features/compliance/RangeBar.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly filter: EntryFilter;
  readonly onChange: (next: Partial<EntryFilter>) => void;
}

/** The records of a range, newest first, narrowed by kind and client. */
export function RecordsTab({ filter, onChange }: Props) {
  const { t } = useTranslation('compliance');
  const { from, to, clientId } = filter;
  const counts = useQuery(api.compliance.counts.queryOptions({ input: { from, to, clientId } }));
  const pages = useInfiniteQuery(
    api.compliance.entries.infiniteOptions({
      input: (before: EntryPlace | null) => ({ ...filter, before }),
      initialPageParam: null,
      getNextPageParam: ({ next }) => next,
    }),
  );
  if (pages.error) return <ErrorState error={pages.error} reset={() => void pages.refetch()} />;
  const entries = pages.data?.pages.flatMap((page) => page.entries);
  const clientName = entries?.find((one) => one.clientId === clientId)?.clientName ?? null;
  return (
    <>
      <RangeBar filter={filter} counts={counts.data} clientName={clientName} onChange={onChange} />
      {!entries && <Skeleton height={240} />}
      {entries?.length === 0 && (
        <EmptyState icon={<IconClipboardOff />} title={t('empty.title')} text={t('empty.text')} />
      )}
      {entries && entries.length > 0 && (
        <div className={frame['rows']} role="region" aria-label={t('tab.records')} tabIndex={0}>
          <EntryTable entries={entries} onClient={(id) => onChange({ clientId: id })} />
          <Group justify="center" py="sm">
            {pages.hasNextPage ? (
              <Button
                variant="default"
                loading={pages.isFetchingNextPage}
                onClick={() => void pages.fetchNextPage()}
              >
                {t('more')}
              </Button>
            ) : (
              <Text size="xs" c="dimmed">
                {t('all', { count: entries.length, shown: formatCount(entries.length) })}
              </Text>
            )}
          </Group>
        </div>
      )}
    </>
  );
}
