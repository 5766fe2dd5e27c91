import { Autocomplete, Button, Group, Paper, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTag, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Selection } from '#renderer/features/clients/use-selection.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { InviteTicked } from '#renderer/features/events/InviteTicked.tsx';
import { api, tellFailure } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

/** What can be done with all ticked clients at once; absent while none is ticked. */
export function BulkBar({ selection }: { readonly selection: Selection }) {
  const { t } = useClientWords();
  const [name, setName] = useState('');
  const { data: tags } = useQuery(api.clients.tagSuggestions.queryOptions({ input: { text: name.trim() } }));
  const tag = useMutation(
    api.clients.bulkTag.mutationOptions({
      onSuccess: ({ added }) => {
        notifications.show({ message: t('bulk.tagged', { count: added, name: name.trim() }) });
        setName('');
      },
      onError: (error) => tellFailure(error, t('bulk.failed')),
    }),
  );
  if (selection.ids.size === 0) return null;
  const submit = (): void => {
    if (name.trim() !== '') tag.mutate({ ids: [...selection.ids], name: name.trim() });
  };
  return (
    <Paper withBorder px="sm" py={6} mb="xs" bg="var(--mantine-primary-color-light)">
      <Group gap="sm">
        <Text size="sm" fw={600}>
          {t('bulk.selected', { count: selection.ids.size, shown: formatCount(selection.ids.size) })}
        </Text>
        <Autocomplete
          size="xs"
          w={180}
          value={name}
          onChange={setName}
          data={(tags ?? []).map((known) => known.name)}
          maxLength={40}
          placeholder={t('bulk.tagName')}
          aria-label={t('bulk.tagName')}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) submit();
          }}
        />
        <Button
          size="xs"
          leftSection={<IconTag size={14} />}
          loading={tag.isPending}
          disabled={name.trim() === ''}
          onClick={submit}
        >
          {t('bulk.tag')}
        </Button>
        <InviteTicked ids={selection.ids} />
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} />}
          onClick={selection.clear}
        >
          {t('bulk.clear')}
        </Button>
      </Group>
    </Paper>
  );
}
