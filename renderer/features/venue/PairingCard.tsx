import { Button, Card, Code, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HubView } from '#core/api/venue.ts';
import { deskLink, stewardLink, visitorKinds, type VisitorKind } from '#core/venue/pairing.ts';
import { QrCode } from '#renderer/features/events/QrCode.tsx';
import { tellVenueFailure } from '#renderer/features/venue/use-venue.ts';
import { client } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';

/** The code to join by, as QR and as text; what it lets in is chosen above it. */
export function PairingCard({ hub }: { readonly hub: HubView }) {
  const { t } = useTranslation('venue');
  const [kind, setKind] = useState<VisitorKind>('STEWARD');
  const [chosen, setChosen] = useState<string | null>(null);
  const { addresses, port } = hub;
  const host = chosen !== null && addresses.includes(chosen) ? chosen : addresses[0];
  const { secret, expiresAt } = kind === 'DESK' ? hub.forDesks : hub.forStewards;
  const renew = (): void => void client.venue.renew({ kind }).catch(tellVenueFailure);
  return (
    <Card withBorder>
      <Stack gap="sm" align="center">
        <SegmentedControl
          fullWidth
          w="100%"
          value={kind}
          onChange={(value) => setKind(value as VisitorKind)}
          data={visitorKinds.toReversed().map((value) => ({ value, label: t(`pair.${value}`) }))}
        />
        <Text size="sm">{t(kind === 'DESK' ? 'pair.deskText' : 'pair.stewardText')}</Text>
        {host !== undefined && (
          <div data-testid="pairing-code">
            <QrCode
              sizePx={240}
              text={
                kind === 'DESK'
                  ? deskLink({ host, port, fingerprint: hub.fingerprint, secret })
                  : stewardLink({ host, port, secret })
              }
            />
          </div>
        )}
        <Group gap="sm" justify="center">
          <Text size="sm" c="dimmed">
            {t('pair.until', { time: formatTime(expiresAt) })}
          </Text>
          <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={14} />} onClick={renew}>
            {t('pair.renew')}
          </Button>
        </Group>
        <Group gap="xl" w="100%" align="flex-end" justify="center">
          {addresses.length > 1 && (
            <Select
              label={t('pair.address')}
              data={addresses}
              value={host ?? null}
              onChange={setChosen}
              allowDeselect={false}
            />
          )}
          {host !== undefined && (
            <Told
              label={t('pair.address')}
              text={kind === 'DESK' ? `${host}:${port}` : `https://${host}:${port}`}
            />
          )}
          {kind === 'DESK' && <Told label={t('pair.code')} text={hub.forDesks.code} />}
        </Group>
        {kind === 'STEWARD' && (
          <Text size="sm">
            {t('pair.warning')}
            <Code block mt={4}>
              {hub.fingerprint.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1 ')}
            </Code>
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {t('pair.cannot', { port })}
        </Text>
      </Stack>
    </Card>
  );
}

function Told({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={700} ff="monospace" style={{ userSelect: 'all' }}>
        {text}
      </Text>
    </div>
  );
}
