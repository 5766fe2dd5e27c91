import { Button, Group, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api, tellFailure } from '#renderer/lib/api.ts';

/** A note is written where it will be read: above the timeline. Ctrl/Cmd+Enter keeps it. */
export function NoteBox({ clientId }: { readonly clientId: string }) {
  const { t } = useClientWords();
  const [text, setText] = useState('');
  const add = useMutation(
    api.clients.addNote.mutationOptions({
      onSuccess: () => setText(''),
      onError: (error) => tellFailure(error, t('note.failed')),
    }),
  );
  const submit = (): void => {
    if (text.trim() !== '' && !add.isPending) add.mutate({ id: clientId, text: text.trim() });
  };
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <Textarea
        flex={1}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={4000}
        value={text}
        placeholder={t('note.hint')}
        aria-label={t('note.hint')}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        }}
      />
      <Button onClick={submit} loading={add.isPending} disabled={text.trim() === ''}>
        {t('note.add')}
      </Button>
    </Group>
  );
}
