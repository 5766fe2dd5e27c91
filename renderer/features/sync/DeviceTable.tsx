import { Alert, Badge, Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { platformWords } from '#renderer/features/sync/platform-words.ts';
import { RevokeModal, type Device } from '#renderer/features/sync/RevokeModal.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDate, formatDateTime } from '#renderer/lib/format.ts';

/** This manager's devices as the centre knows them; a lost one can be shut out. Only readable while online. */
export function DeviceTable() {
  const { t } = useTranslation('sync');
  const { data, error, refetch } = useQuery(
    api.sync.devices.queryOptions({ staleTime: 0, refetchInterval: whileUnreachable }),
  );
  const [revoking, setRevoking] = useState<Device | null>(null);
  if (error && (error as { code?: string }).code === 'OFFLINE')
    return <Unreachable retry={() => void refetch()} />;
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('device.lead')}
      </Text>
      <Table data-testid="sync-devices" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('device.name')}</Table.Th>
            <Table.Th w={160}>{t('device.platform')}</Table.Th>
            <Table.Th w={140}>{t('device.version')}</Table.Th>
            <Table.Th w={130}>{t('device.enrolledAt')}</Table.Th>
            <Table.Th w={160}>{t('device.lastSeenAt')}</Table.Th>
            <Table.Th w={210}>{t('device.state')}</Table.Th>
            <Table.Th w={120} aria-label={t('column.actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.toSorted(thisFirst).map((device) => (
            <DeviceRow key={device.deviceId} device={device} onRevoke={() => setRevoking(device)} />
          ))}
        </Table.Tbody>
      </Table>
      {revoking && <RevokeModal device={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

const thisFirst = (one: Device, other: Device): number => Number(other.isThis) - Number(one.isThis);

const retryMs = 10_000;

/** The list comes by itself once the network is back. */
const whileUnreachable = ({ state }: { readonly state: { readonly status: string } }): number | false =>
  state.status === 'error' ? retryMs : false;

function DeviceRow({ device, onRevoke }: { readonly device: Device; readonly onRevoke: () => void }) {
  const { t } = useTranslation('sync');
  const { name, platform, appVersion, enrolledAt, lastSeenAt, revokedAt, isThis } = device;
  return (
    <Table.Tr data-device={name} data-revoked={revokedAt !== null}>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" fw={isThis ? 600 : 400} truncate>
            {name}
          </Text>
          {isThis && <Badge>{t('device.this')}</Badge>}
        </Group>
      </Table.Td>
      <Table.Td>{platformWords(platform)}</Table.Td>
      <Table.Td>{appVersion}</Table.Td>
      <Table.Td>{formatDate(enrolledAt)}</Table.Td>
      <Table.Td>{lastSeenAt === null ? t('device.never') : formatDateTime(lastSeenAt)}</Table.Td>
      <Table.Td>
        {revokedAt === null ? (
          <Badge color="teal">{t('device.active')}</Badge>
        ) : (
          <Badge color="red">{t('device.revoked', { time: formatDateTime(revokedAt) })}</Badge>
        )}
      </Table.Td>
      <Table.Td>
        {!isThis && revokedAt === null && (
          <Button
            size="compact-sm"
            color="red"
            variant="light"
            onClick={onRevoke}
            aria-label={t('device.revokeNamed', { name })}
          >
            {t('device.revoke')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Unreachable({ retry }: { readonly retry: () => void }) {
  const { t } = useTranslation('sync');
  return (
    <Alert
      color="gray"
      icon={<IconCloudOff size={18} aria-hidden />}
      title={t('device.offlineTitle')}
      role="status"
    >
      {t('device.offline')}
      <Group mt="sm">
        <Button variant="default" size="compact-sm" onClick={retry}>
          {t('again')}
        </Button>
      </Group>
    </Alert>
  );
}
