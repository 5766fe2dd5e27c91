import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPlugConnected, IconPlugOff, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeskView } from '#core/api/venue.ts';
import { deskWords } from '#renderer/features/venue/state-words.ts';
import { tellVenueFailure } from '#renderer/features/venue/use-venue.ts';
import { client } from '#renderer/lib/api.ts';

/** Clocks this far apart make the order of entries doubtful to people. */
const apartMs = 60_000;

/** This workstation as a desk at another's hub: how it stands, what waits, and the way out. */
export function DeskCard({ desk }: { readonly desk: DeskView }) {
  const { t } = useTranslation('venue');
  const { tone, text, hint } = deskWords(t, desk);
  const { clockAheadMs, notHandedOn, state } = desk.standing;
  const leave = (): void => {
    modals.openConfirmModal({
      title: t('desk.leave'),
      children: t('desk.leaveText'),
      labels: { confirm: t('desk.leave'), cancel: t('cancel') },
      onConfirm: () => void client.venue.leave().catch(tellVenueFailure),
    });
  };
  return (
    <Card withBorder maw={760} data-testid="venue-desk" data-state={state}>
      <Stack>
        <Title order={2} size="h3">
          {t('desk.title', { name: desk.hubName })}
        </Title>
        <Alert color={tone} icon={<IconPlugConnected size={16} />} title={text} role="status">
          {hint ?? (notHandedOn === 0 ? t('desk.allHanded') : null)}
        </Alert>
        {clockAheadMs !== null && Math.abs(clockAheadMs) > apartMs && (
          <Alert color="orange">
            {t('desk.clock', {
              way: t(clockAheadMs > 0 ? 'desk.ahead' : 'desk.behind'),
              minutes: Math.round(Math.abs(clockAheadMs) / 60_000),
            })}
          </Alert>
        )}
        <Text size="sm" c="dimmed" ff="monospace">
          {`${desk.host}:${desk.port}`}
        </Text>
        <Group>
          {state === 'ALONE' && (
            <Button
              leftSection={<IconRefresh size={16} />}
              onClick={() => void client.venue.retry().catch(tellVenueFailure)}
            >
              {t('desk.retry')}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconPlugOff size={16} />}
            onClick={leave}
            data-testid="leave-hub"
          >
            {t('desk.leave')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
