import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly pending: number;
  readonly onClose: () => void;
}

/** Asks before everything is taken anew: what it does, what stays, how long it may take. */
export function RebuildModal({ pending, onClose }: Props) {
  const { t } = useTranslation('sync');
  const rebuild = useMutation(api.sync.rebuild.mutationOptions({ onSuccess: onClose }));
  return (
    <Modal opened onClose={onClose} title={t('rebuild.title')} size="lg">
      <Stack gap="sm">
        <List size="sm" spacing={4}>
          <List.Item>{t('rebuild.anew')}</List.Item>
          <List.Item>
            {pending > 0 ? t('rebuild.keeps', { count: pending }) : t('rebuild.keepsNothing')}
          </List.Item>
          <List.Item>{t('rebuild.goes')}</List.Item>
          <List.Item>{t('rebuild.work')}</List.Item>
        </List>
        {rebuild.isError && (
          <Text size="sm" c="red" role="alert">
            {t('rebuild.failed')}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button loading={rebuild.isPending} onClick={() => rebuild.mutate(undefined)}>
            {t('rebuild.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
