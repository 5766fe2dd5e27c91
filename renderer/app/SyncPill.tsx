import { Badge, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { phaseLooks } from '#renderer/features/sync/phase-looks.ts';
import { api } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';

/** Tells in words where this workstation stands with the centre; leads to the sync screen. */
export function SyncPill() {
  const { t } = useTranslation();
  const { data: status } = useQuery(api.sync.status.queryOptions());
  if (!status) return null;
  const { colour, icon: Icon } = phaseLooks[status.phase];
  const problem = status.problem
    ? t(`sync:problem.${status.problem}`, { defaultValue: status.problem })
    : t('page.sync');
  return (
    <Tooltip label={problem} multiline maw={320}>
      <Badge
        component={Link}
        to="/sync"
        color={colour}
        size="lg"
        radius="xl"
        fw={500}
        style={{ cursor: 'pointer' }}
        leftSection={<Icon size={14} aria-hidden />}
        data-testid="sync-pill"
        data-phase={status.phase}
        data-pending={status.pending}
      >
        {pillWords(t, status)}
      </Badge>
    </Tooltip>
  );
}

function pillWords(t: TFunction, status: SyncStatus): string {
  if (status.phase === 'syncing' && status.progress && status.progress.total > 0) {
    const percent = Math.floor((100 * status.progress.done) / status.progress.total);
    return `${t('pill.syncing')} ${percent}%`;
  }
  const words = [t(`pill.${status.phase}`)];
  if (status.pending > 0) words.push(t('pill.pending', { count: status.pending }));
  if (status.refused > 0) words.push(t('pill.refused', { count: status.refused }));
  if (status.phase === 'synced' && status.syncedAt)
    words.push(t('pill.asOf', { time: formatTime(status.syncedAt) }));
  return words.join(' · ');
}
