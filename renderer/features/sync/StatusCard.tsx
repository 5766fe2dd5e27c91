import { Alert, Button, Group, Paper, Progress, Stack, Text, ThemeIcon } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { phaseLooks } from '#renderer/features/sync/phase-looks.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount, formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly status: SyncStatus;
}

/** The sync pill in full: where this workstation stands, why, and what to do. */
export function StatusCard({ status }: Props) {
  const { t } = useTranslation('sync');
  const { colour, icon: Icon } = phaseLooks[status.phase];
  const asOf = status.syncedAt ? t('asOf', { time: formatDateTime(status.syncedAt) }) : t('never');
  const pending = status.pending > 0 ? t('pending', { count: status.pending }) : t('nothingPending');
  return (
    <Paper withBorder p="md" style={{ flex: 3 }} data-testid="sync-status" data-phase={status.phase}>
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap">
          <ThemeIcon color={colour} variant="light" size={40} radius="xl">
            <Icon size={22} aria-hidden />
          </ThemeIcon>
          <div>
            <Text fw={600} size="lg">
              {t(`phase.${status.phase}`)}
            </Text>
            <Text size="sm" c="dimmed">
              {asOf} · {pending}
            </Text>
          </div>
        </Group>
        {status.progress && <FirstSync {...status.progress} />}
        {status.problem && (
          <Problem code={status.problem} colour={status.phase === 'blocked' ? 'red' : 'orange'} />
        )}
      </Stack>
    </Paper>
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
    <Alert color={colour} p="sm" role="alert">
      {t(`problem.${code}` as never, { defaultValue: t('problem.SERVER_ERROR') })}
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
    <Button
      mt="sm"
      color="red"
      variant={isArmed ? 'filled' : 'light'}
      loading={allow.isPending}
      onClick={() => (isArmed ? allow.mutate(undefined) : setArmed(true))}
    >
      {t(isArmed ? 'allowRemoval.confirm' : 'allowRemoval.button')}
    </Button>
  );
}
