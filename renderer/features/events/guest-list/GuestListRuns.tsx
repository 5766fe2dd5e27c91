import { Alert, Badge, Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestListRunView, UndoneGuestList } from '#core/api/event-guest-list.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { api, client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly eventId: string;
  /** Called once a list was taken back: what was said of it before holds no more. */
  readonly onUndone: () => void;
}

/** The lists this workstation took, each to be taken back as a whole; and who stayed when one was. */
export function GuestListRuns({ eventId, onUndone }: Props) {
  const { t } = useTranslation('guestList');
  const { data: runs = [], refetch } = useQuery(
    api.events.guestList.runs.queryOptions({ input: { eventId } }),
  );
  const [outcome, setOutcome] = useState<UndoneGuestList | null>(null);
  const undo = async (runId: string): Promise<void> => {
    try {
      setOutcome(await client.events.guestList.undo({ runId }));
      onUndone();
    } catch (error) {
      showFailure(error);
    }
    await refetch();
  };
  const ask = (run: GuestListRunView): void => {
    modals.openConfirmModal({
      title: t('runs.ask'),
      children: t('runs.askText', { name: run.fileName }),
      labels: { confirm: t('runs.undo'), cancel: t('events:cancelAction') },
      onConfirm: () => void undo(run.id),
    });
  };
  if (runs.length === 0) return null;
  return (
    <Paper withBorder p="sm" data-testid="list-runs">
      <Text size="sm" fw={600} mb={6}>
        {t('runs.title')}
      </Text>
      {outcome && <Outcome outcome={outcome} />}
      <Stack gap={6}>
        {runs.map((run) => (
          <Group key={run.id} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" truncate title={run.fileName}>
                {run.fileName}
              </Text>
              <Text size="xs" c="dimmed">
                {t('runs.line', {
                  at: formatDateTime(run.takenAt),
                  created: run.created,
                  updated: run.updated,
                })}
              </Text>
            </div>
            {run.undoneAt === null ? (
              <Button
                size="compact-sm"
                variant="light"
                leftSection={<IconArrowBackUp size={14} />}
                onClick={() => ask(run)}
                data-testid="undo-list"
              >
                {t('runs.undo')}
              </Button>
            ) : (
              <Badge color="gray">{t('runs.undone')}</Badge>
            )}
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

function Outcome({ outcome: { undone, stays } }: { readonly outcome: UndoneGuestList }) {
  const { t } = useTranslation('guestList');
  return (
    <Alert
      color={stays.length > 0 ? 'orange' : 'teal'}
      mb="xs"
      title={t('runs.done', { n: undone })}
      data-testid="list-undone"
    >
      {stays.length === 0 ? t('runs.all') : t('runs.stays', { n: stays.length })}
      <List size="sm">
        {stays.map(({ guestId, name, reason }) => (
          <List.Item key={guestId}>
            {name ?? '—'} · {t(`runs.reason.${reason}`)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
