import { Alert, Button, FileInput, Group, Stack, TextInput, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { handOverFailure } from '#renderer/features/venue/hand-over-failure.ts';
import { client } from '#renderer/lib/api.ts';

/** Takes another desk's file with the passphrase that was said. */
export function HandOverRead({ event }: { readonly event: Pick<EventSummary, 'id'> }) {
  const { t } = useTranslation('hand-over');
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const read = useMutation({
    mutationFn: async (chosen: File) => {
      const content = await chosen.text();
      return client.venue.handOver.read({ eventId: event.id, content, passphrase });
    },
  });
  const send = (submitted: FormEvent): void => {
    submitted.preventDefault();
    if (file) read.mutate(file);
  };
  return (
    <form onSubmit={send}>
      <Stack gap="xs">
        <Title order={5}>{t('read.title')}</Title>
        <FileInput
          label={t('read.file')}
          placeholder={t('read.choose')}
          value={file}
          onChange={setFile}
          clearable
          data-testid="hand-over-file"
        />
        <TextInput
          label={t('read.passphrase')}
          placeholder="XXXX-XXXX-XXXX"
          autoComplete="off"
          value={passphrase}
          onChange={(typed) => setPassphrase(typed.currentTarget.value)}
        />
        <Group>
          <Button
            type="submit"
            variant="light"
            leftSection={<IconFileImport size={16} />}
            loading={read.isPending}
            disabled={file === null || passphrase.trim() === ''}
          >
            {t('read.do')}
          </Button>
        </Group>
        {read.error !== null && (
          <Alert color="red" role="alert">
            {handOverFailure(t, read.error)}
          </Alert>
        )}
        {read.data && (
          <Alert color="teal" role="status">
            {t('read.done', { ...read.data, count: read.data.added })}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
