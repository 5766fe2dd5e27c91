import { Stack, Text } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ConflictCard } from '#renderer/features/sync/ConflictCard.tsx';
import { DecidedBar } from '#renderer/features/sync/DecidedBar.tsx';
import { ListFrame } from '#renderer/features/sync/ListFrame.tsx';
import classes from '#renderer/features/sync/sync.module.css';
import { useDecisions } from '#renderer/features/sync/use-decisions.ts';
import { api } from '#renderer/lib/api.ts';

/** Values that lost against another, beside what stands; either can be chosen, and the choice taken back. */
export function ConflictList() {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(api.sync.conflicts.queryOptions());
  const decisions = useDecisions();
  return (
    <div className={classes['list']}>
      <DecidedBar decisions={decisions} />
      <ListFrame
        label={t('tab.conflicts')}
        data={data}
        error={error}
        retry={() => void refetch()}
        empty={
          <EmptyState
            icon={<IconArrowsSplit2 />}
            title={t('empty.conflicts')}
            text={t('empty.conflictsText')}
          />
        }
        head={
          <Text size="sm" c="dimmed">
            {t('conflict.lead')}
          </Text>
        }
      >
        {(rows) => (
          <Stack gap="sm" data-testid="sync-conflicts">
            {rows.map((conflict) => (
              <ConflictCard key={conflict.id} conflict={conflict} decisions={decisions} />
            ))}
          </Stack>
        )}
      </ListFrame>
    </div>
  );
}
