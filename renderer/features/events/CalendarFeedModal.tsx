import {
  ActionIcon,
  Alert,
  Button,
  CopyButton,
  Group,
  Modal,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, queryClient } from '#renderer/lib/api.ts';
import { formatDate } from '#renderer/lib/format.ts';

/** Opens a calendar that telephones and calendar programs subscribe to, and ends those opened before. */
export function CalendarFeedModal({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('events');
  const { data: devices = [] } = useQuery(api.sync.devices.queryOptions());
  const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: api.sync.devices.key() });
  const open = useMutation(api.sync.openCalendar.mutationOptions({ onSuccess: refresh }));
  const revoke = useMutation(api.sync.revokeDevice.mutationOptions({ onSuccess: refresh }));
  const known = devices.filter(({ platform, revokedAt }) => platform === 'calendar' && revokedAt === null);
  const url = open.data?.url;
  return (
    <Modal opened onClose={onClose} title={t('feed.title')} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('feed.text')}</Text>
        {(open.error || revoke.error) && <Alert color="red">{t('feed.offline')}</Alert>}
        {url === undefined ? (
          <Group>
            <Button
              loading={open.isPending}
              onClick={() => open.mutate({ name: t('feed.name') })}
              data-testid="open-feed"
            >
              {t('feed.open')}
            </Button>
          </Group>
        ) : (
          <>
            <TextInput
              readOnly
              label={t('feed.address')}
              value={url}
              rightSection={<Copy text={url} />}
              data-testid="feed-address"
            />
            <Alert color="yellow">{t('feed.secret')}</Alert>
          </>
        )}
        {known.length > 0 && (
          <Table verticalSpacing={4}>
            <Table.Tbody>
              {known.map(({ deviceId, name, enrolledAt }) => (
                <Table.Tr key={deviceId}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{t('feed.since', { day: formatDate(enrolledAt) })}</Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-xs"
                      color="red"
                      variant="light"
                      onClick={() => revoke.mutate({ deviceId })}
                    >
                      {t('feed.revoke')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Modal>
  );
}

function Copy({ text }: { readonly text: string }) {
  const { t } = useTranslation('events');
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <ActionIcon variant="subtle" aria-label={t('feed.copy')} onClick={copy}>
          {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
