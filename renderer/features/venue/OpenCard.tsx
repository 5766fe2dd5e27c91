import { Button, Card, Stack, Text, Title } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellVenueFailure } from '#renderer/features/venue/use-venue.ts';
import { client } from '#renderer/lib/api.ts';

/** Offers to be the hub. */
export function OpenCard({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('venue');
  const [isOpening, setOpening] = useState(false);
  const open = async (): Promise<void> => {
    setOpening(true);
    await client.venue.open({ eventId }).catch(tellVenueFailure);
    setOpening(false);
  };
  return (
    <Card withBorder>
      <Stack align="flex-start">
        <Title order={2} size="h3">
          {t('open.title')}
        </Title>
        <Text>{t('open.text')}</Text>
        <Text size="sm" c="dimmed">
          {t('open.network')}
        </Text>
        <Button
          size="md"
          leftSection={<IconBroadcast size={18} />}
          loading={isOpening}
          onClick={() => void open()}
          data-testid="open-hub"
        >
          {t('open.act')}
        </Button>
      </Stack>
    </Card>
  );
}
