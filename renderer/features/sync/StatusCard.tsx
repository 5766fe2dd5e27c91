import { Alert, Button, Group, Paper, Progress, Stack, Switch, Text, ThemeIcon } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { looksOf } from '#renderer/features/sync/phase-looks.ts';
import { problemWords } from '#renderer/features/sync/pill-words.ts';
import { api, queryClient } from '#renderer/lib/api.ts';
import { formatCount, formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly status: SyncStatus;
}

/** The sync pill in full: where this workstation stands, why, and what to do. */
export function StatusCard({ status }: Props) {
  const { t } = useTranslation('sync');
  const { colour, icon: Icon } = looksOf(status);
  return (
    <Paper withBorder p="sm" style={{ flex: 3 }} data-testid="sync-status" data-phase={status.phase}>
      <Stack gap="xs">
        <Group gap="sm" wrap="nowrap">
          <ThemeIcon color={colour} variant="light" size={40} radius="xl">
            <Icon size={22} aria-hidden />
          </ThemeIcon>
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text fw={600} size="lg">
              {phaseWords(t, status)}
            </Text>
            <Text size="sm" c="dimmed">
              {countWords(t, status)}
            </Text>
          </div>
          <DataSaver isMetered={status.isMetered} />
        </Group>
        {status.progress && <FirstSync {...status.progress} />}
        {status.problem && (
          <Problem code={status.problem} colour={status.phase === 'blocked' ? 'red' : 'orange'} />
        )}
      </Stack>
    </Paper>
  );
}

type Words = ReturnType<typeof useTranslation<'sync'>>['t'];

function phaseWords(t: Words, { phase, problem, pending, held, isLive }: SyncStatus): string {
  if (phase === 'offline' && problem === null) return t('phase.connecting');
  if (phase === 'offline' && problem === 'CAPTIVE') return t('phase.captive');
  if (phase === 'synced' && pending > held) return t('phase.uploading');
  if (phase === 'synced' && isLive) return t('phase.live');
  return t(`phase.${phase}`);
}

function countWords(t: Words, { phase, isLive, syncedAt, pending, held, refused }: SyncStatus): string {
  // With a live line the data is as of now, whenever the last round was.
  const since = phase === 'synced' && isLive ? 'lastSync' : 'asOf';
  return [
    syncedAt ? t(since, { time: formatDateTime(syncedAt) }) : t('never'),
    pending > 0 ? t('pending', { count: pending }) : t('nothingPending'),
    ...(held > 0 ? [t('held', { count: held })] : []),
    ...(refused > 0 ? [t('pill.refused', { count: refused })] : []),
  ].join(' · ');
}

/** Moves at once; the workstation's own word follows, and takes it back where the change was not kept. */
function DataSaver({ isMetered }: { readonly isMetered: boolean }) {
  const { t } = useTranslation('sync');
  const [wanted, setWanted] = useState<boolean | null>(null);
  const set = useMutation(
    api.sync.setMetered.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.sync.status.key() }),
      onSettled: () => setWanted(null),
    }),
  );
  const choose = (next: boolean): void => {
    setWanted(next);
    set.mutate({ isMetered: next });
  };
  return (
    <Switch
      checked={wanted ?? isMetered}
      onChange={({ currentTarget }) => choose(currentTarget.checked)}
      label={t('metered.label')}
      description={t(isMetered ? 'metered.on' : 'metered.off')}
      labelPosition="left"
      maw={250}
      data-testid="sync-metered"
    />
  );
}

function FirstSync({ done, total }: { readonly done: number; readonly total: number }) {
  const { t } = useTranslation('sync');
  const words = t('progress', { done: formatCount(done), total: formatCount(total) });
  return (
    <div>
      <Progress value={total > 0 ? (100 * done) / total : 0} aria-label={words} mb={4} />
      <Text size="sm">{words}</Text>
    </div>
  );
}

function Problem({ code, colour }: { readonly code: string; readonly colour: string }) {
  const { t } = useTranslation('sync');
  return (
    <Alert color={colour} p="xs" role="alert">
      {problemWords(t, code)}
      {code === 'MASS_REMOVAL' && <AllowRemoval />}
    </Alert>
  );
}

/** Two presses: what goes here cannot be brought back from here. */
function AllowRemoval() {
  const { t } = useTranslation('sync');
  const [isArmed, setArmed] = useState(false);
  const allow = useMutation(api.sync.allowRemoval.mutationOptions());
  return (
    <Group mt="xs">
      <Button
        size="compact-sm"
        color="red"
        variant={isArmed ? 'filled' : 'light'}
        loading={allow.isPending}
        onClick={() => (isArmed ? allow.mutate(undefined) : setArmed(true))}
      >
        {t(isArmed ? 'allowRemoval.confirm' : 'allowRemoval.button')}
      </Button>
    </Group>
  );
}
