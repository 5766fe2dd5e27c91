import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconEqual, IconRefreshDot, IconTool } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { RebuildModal } from '#renderer/features/sync/RebuildModal.tsx';
import { proofWords } from '#renderer/features/sync/pill-words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

/** Making sure: compare, repair what differs, or take everything anew. From the mildest to the most thorough. */
export function UpkeepTab({ status }: { readonly status: SyncStatus }) {
  const { t } = useTranslation('sync');
  const prove = useMutation(api.sync.prove.mutationOptions());
  const [isAsking, setAsking] = useState(false);
  return (
    <Stack gap="sm" data-testid="sync-upkeep">
      <Measure
        icon={<IconEqual size={20} aria-hidden />}
        title={t('upkeep.prove.title')}
        text={t('upkeep.prove.text')}
        result={
          prove.isError ? t('proof.offline') : status.proof ? proofWords(t, status.proof) : t('proof.none')
        }
        action={
          <Button variant="default" loading={prove.isPending} onClick={() => prove.mutate(undefined)}>
            {t('upkeep.prove.button')}
          </Button>
        }
      />
      <Repair />
      <Measure
        icon={<IconRefreshDot size={20} aria-hidden />}
        title={t('upkeep.rebuild.title')}
        text={t('upkeep.rebuild.text')}
        action={
          <Button variant="default" onClick={() => setAsking(true)} disabled={status.phase !== 'synced'}>
            {t('upkeep.rebuild.button')}
          </Button>
        }
      />
      {isAsking && <RebuildModal pending={status.pending} onClose={() => setAsking(false)} />}
    </Stack>
  );
}

function Repair() {
  const { t } = useTranslation('sync');
  const repair = useMutation(api.sync.repair.mutationOptions());
  const { data, error } = repair;
  const result = (): string | null => {
    if (error)
      return t(
        (error as { code?: string }).code === 'OFFLINE' ? 'upkeep.repair.offline' : 'upkeep.repair.failed',
      );
    if (!data) return null;
    const counts = {
      rows: formatCount(data.rows),
      replaced: formatCount(data.replaced),
      removed: formatCount(data.removed),
    };
    if (!data.isEqual) return t('upkeep.repair.different', counts);
    return t(data.replaced + data.removed === 0 ? 'upkeep.repair.nothing' : 'upkeep.repair.done', counts);
  };
  return (
    <Measure
      icon={<IconTool size={20} aria-hidden />}
      title={t('upkeep.repair.title')}
      text={t('upkeep.repair.text')}
      result={result()}
      action={
        <Button variant="default" loading={repair.isPending} onClick={() => repair.mutate(undefined)}>
          {t('upkeep.repair.button')}
        </Button>
      }
    />
  );
}

interface MeasureProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly result?: string | null;
  readonly action: ReactNode;
}

function Measure({ icon, title, text, result, action }: MeasureProps) {
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Group gap="sm" wrap="nowrap" align="flex-start" miw={0}>
          {icon}
          <div>
            <Text fw={600} size="sm">
              {title}
            </Text>
            <Text size="sm" c="dimmed">
              {text}
            </Text>
            <Text size="sm" role="status" mt={result ? 4 : 0}>
              {result}
            </Text>
          </div>
        </Group>
        <div style={{ flexShrink: 0 }}>{action}</div>
      </Group>
    </Paper>
  );
}
