import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { handOverFailure } from '#renderer/features/venue/hand-over-failure.ts';
import { client } from '#renderer/lib/api.ts';
import { saveBlob } from '#renderer/lib/save-blob.ts';

/** Writes the file and shows the passphrase that is to be said. */
export function HandOverWrite({ event }: { readonly event: Pick<EventSummary, 'id' | 'title'> }) {
  const { t } = useTranslation('hand-over');
  const write = useMutation({
    mutationFn: () => client.venue.handOver.write({ eventId: event.id }),
    onSuccess: ({ content }) =>
      saveBlob(
        new Blob([content], { type: 'application/json' }),
        `${t('fileName', { title: event.title })}.zhike`,
      ),
  });
  return (
    <Stack gap="xs">
      <Title order={5}>{t('write.title')}</Title>
      <Group>
        <Button
          variant="light"
          leftSection={<IconFileExport size={16} />}
          loading={write.isPending}
          onClick={() => write.mutate()}
          data-testid="hand-over-write"
        >
          {t('write.do')}
        </Button>
      </Group>
      {write.error !== null && (
        <Alert color="red" role="alert">
          {handOverFailure(t, write.error)}
        </Alert>
      )}
      {write.data && (
        <Alert color="teal" role="status" title={t('write.done', { count: write.data.entries })}>
          <Text size="sm">{t('write.say')}</Text>
          <Code fz="xl" fw={700} mt={6} block ta="center" data-testid="hand-over-passphrase">
            {write.data.passphrase}
          </Code>
        </Alert>
      )}
    </Stack>
  );
}
