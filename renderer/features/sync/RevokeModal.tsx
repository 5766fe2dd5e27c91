import { Button, Checkbox, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queryClient, type client } from '#renderer/lib/api.ts';

export type Device = Awaited<ReturnType<typeof client.sync.devices>>[number];

interface Props {
  readonly device: Device;
  readonly onClose: () => void;
}

/** Shuts a lost device out, in two steps: says what happens to it and to what it holds, then asks for a tick. */
export function RevokeModal({ device, onClose }: Props) {
  const { t } = useTranslation('sync');
  const [isSure, setSure] = useState(false);
  const revoke = useMutation(
    api.sync.revokeDevice.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.sync.devices.key() });
        onClose();
      },
    }),
  );
  const isOffline = (revoke.error as { code?: string } | null)?.code === 'OFFLINE';
  return (
    <Modal opened onClose={onClose} title={t('revoke.title', { name: device.name })} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('revoke.lead')}</Text>
        <List size="sm" spacing={4}>
          {(['refused', 'handsIn', 'erases', 'offline', 'final'] as const).map((point) => (
            <List.Item key={point}>{t(`revoke.${point}`)}</List.Item>
          ))}
        </List>
        <Checkbox
          checked={isSure}
          onChange={({ currentTarget }) => setSure(currentTarget.checked)}
          label={t('revoke.sure', { name: device.name })}
          data-autofocus
        />
        {revoke.isError && (
          <Text size="sm" c="red" role="alert">
            {t(isOffline ? 'revoke.unreachable' : 'revoke.failed')}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            color="red"
            disabled={!isSure}
            loading={revoke.isPending}
            onClick={() => revoke.mutate({ deviceId: device.deviceId })}
          >
            {t('revoke.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
