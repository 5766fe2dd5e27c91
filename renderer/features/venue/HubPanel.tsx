import { Alert, Badge, Button, Card, Group, SimpleGrid, Stack, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPlugOff, IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HubView } from '#core/api/venue.ts';
import { PairingCard } from '#renderer/features/venue/PairingCard.tsx';
import { RefusalTable } from '#renderer/features/venue/RefusalTable.tsx';
import { tellVenueFailure } from '#renderer/features/venue/use-venue.ts';
import { VisitorTable } from '#renderer/features/venue/VisitorTable.tsx';
import { client } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';

/** This workstation as the hub: the code to join by, who has joined, who was refused. */
export function HubPanel({ hub }: { readonly hub: HubView }) {
  const { t } = useTranslation('venue');
  const close = (): void => {
    modals.openConfirmModal({
      title: t('hub.close'),
      children: t('hub.closeText'),
      labels: { confirm: t('hub.close'), cancel: t('cancel') },
      confirmProps: { color: 'red' },
      onConfirm: () => void client.venue.close().catch(tellVenueFailure),
    });
  };
  return (
    <Stack data-testid="hub">
      <Group justify="space-between">
        <Group gap="sm">
          <Title order={2} size="h3">
            {t('hub.title')}
          </Title>
          <Badge color="teal">{t('hub.since', { time: formatTime(hub.openedAt) })}</Badge>
          <Badge color="gray">{t('hub.port', { port: hub.port })}</Badge>
        </Group>
        <Button
          variant="default"
          leftSection={<IconPlugOff size={16} />}
          onClick={close}
          data-testid="close-hub"
        >
          {t('hub.close')}
        </Button>
      </Group>
      {hub.addresses.length === 0 && (
        <Alert color="orange" icon={<IconWifiOff size={16} />} role="alert">
          {t('hub.noAddress')}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <PairingCard hub={hub} />
        <Stack>
          <Card withBorder>
            <VisitorTable visitors={hub.visitors} />
          </Card>
          <Card withBorder>
            <RefusalTable refusals={hub.refusals} />
          </Card>
        </Stack>
      </SimpleGrid>
    </Stack>
  );
}
