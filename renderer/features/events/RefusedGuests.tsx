import { Alert, Anchor, Badge, Group, Spoiler, Stack, Text } from '@mantine/core';
import { IconShieldX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { NamedProducts } from '#renderer/features/risk/NamedProducts.tsx';
import { api } from '#renderer/lib/api.ts';

/** Guests on the list who may not be told of what the talk names, as things stand now, each with the article. */
export function RefusedGuests({ event }: { readonly event: EventSummary }) {
  const { t } = useTranslation('events');
  const isTalk = event.isProductTalk && event.status !== 'CLOSED' && event.status !== 'CANCELLED';
  const { data } = useQuery({
    ...api.events.refused.queryOptions({ input: { eventId: event.id } }),
    enabled: isTalk,
  });
  if (!isTalk || !data || data.length === 0) return null;
  return (
    <Alert
      variant="outline"
      color="orange"
      icon={<IconShieldX />}
      title={t('refused.title', { n: data.length })}
      mb="sm"
      data-testid="refused-guests"
    >
      <Text size="sm" mb={6}>
        {t('refused.text')}
      </Text>
      <Spoiler maxHeight={92} showLabel={t('refused.more')} hideLabel={t('refused.less')}>
        <Stack gap={6}>
          {data.map(({ guestId, clientId, name, state, products }) => (
            <div key={guestId}>
              <Group gap="xs">
                {clientId === null ? (
                  <Text size="sm" fw={600}>
                    {name}
                  </Text>
                ) : (
                  <Anchor component={Link} to={`/clients/${clientId}`} size="sm" fw={600}>
                    {name}
                  </Anchor>
                )}
                <Badge color="gray" size="sm">
                  {t(`standing.${state}`)}
                </Badge>
                {clientId === null && (
                  <Text size="xs" c="dimmed">
                    {t('refused.unknown')}
                  </Text>
                )}
              </Group>
              <NamedProducts products={products} />
            </div>
          ))}
        </Stack>
      </Spoiler>
    </Alert>
  );
}
