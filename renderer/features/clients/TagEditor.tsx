import { ActionIcon, Autocomplete, Badge, Group, Paper, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Profile } from '#renderer/features/clients/profile.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { ChangeMark } from '#renderer/features/sync/ChangeMark.tsx';
import { api, tellFailure } from '#renderer/lib/api.ts';
import { formatDate } from '#renderer/lib/format.ts';

/** A client's tags, each with who set it and when; typing offers the tags in use. */
export function TagEditor({ profile }: { readonly profile: Profile }) {
  const { t } = useClientWords();
  const [name, setName] = useState('');
  const { data: known } = useQuery(api.clients.tagSuggestions.queryOptions({ input: { text: name.trim() } }));
  const onError = (error: unknown) => tellFailure(error, t('tag.failed'));
  const add = useMutation(api.clients.addTag.mutationOptions({ onError }));
  const remove = useMutation(api.clients.removeTag.mutationOptions({ onError }));
  const submit = (tag: string): void => {
    if (tag.trim() === '') return;
    add.mutate({ id: profile.id, name: tag.trim() });
    setName('');
  };
  return (
    <Paper withBorder p="sm">
      <Text fw={600} mb={6}>
        {t('tag.title')}
      </Text>
      <Group gap={6} mb="xs">
        {profile.tags.map((tag) => (
          <Tooltip
            key={tag.id}
            label={t('tag.by', { name: tag.setByName ?? t('tag.rule'), day: formatDate(tag.setAt) })}
          >
            <Badge
              variant="outline"
              color="brand"
              leftSection={<ChangeMark entity="tag" id={tag.id} />}
              rightSection={
                <ActionIcon
                  size={14}
                  color="gray"
                  aria-label={t('tag.remove', { name: tag.name })}
                  onClick={() => remove.mutate({ tagId: tag.id })}
                >
                  <IconX size={10} />
                </ActionIcon>
              }
            >
              {tag.name}
            </Badge>
          </Tooltip>
        ))}
        {profile.tags.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('tag.none')}
          </Text>
        )}
      </Group>
      <Autocomplete
        size="xs"
        value={name}
        onChange={setName}
        onOptionSubmit={submit}
        data={(known ?? []).map((tag) => tag.name)}
        maxLength={40}
        placeholder={t('tag.add')}
        aria-label={t('tag.add')}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && !event.defaultPrevented)
            submit(name);
        }}
      />
    </Paper>
  );
}
