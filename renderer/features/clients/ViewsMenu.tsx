import { ActionIcon, Button, Group, Menu, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ListState } from '#renderer/features/clients/use-list-state.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api } from '#renderer/lib/api.ts';

/** Saved views of the list: pick one, keep the present one under a name, drop one. */
export function ViewsMenu({ list }: { readonly list: ListState }) {
  const { t } = useClientWords();
  const [name, setName] = useState('');
  const queries = useQueryClient();
  const { data: views = [] } = useQuery(api.clients.views.queryOptions());
  const refresh = () => void queries.invalidateQueries({ queryKey: api.clients.views.key() });
  const save = useMutation(api.clients.saveView.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(api.clients.removeView.mutationOptions({ onSuccess: refresh }));
  const keep = (): void => {
    if (name.trim() === '') return;
    save.mutate({ name: name.trim(), filter: list.filter, sort: list.sort });
    setName('');
  };
  return (
    <Menu width={280} position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} />}>
          {t('view.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.length === 0 && <Menu.Label>{t('view.none')}</Menu.Label>}
        {views.map((view) => (
          <Group key={view.name} gap={0} wrap="nowrap">
            <Menu.Item closeMenuOnClick onClick={() => list.show(view.filter, view.sort)}>
              {view.name}
            </Menu.Item>
            <ActionIcon
              color="gray"
              aria-label={t('view.remove', { name: view.name })}
              onClick={() => remove.mutate({ name: view.name })}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        ))}
        <Menu.Divider />
        <Group gap="xs" p={4} wrap="nowrap">
          <TextInput
            size="xs"
            flex={1}
            value={name}
            maxLength={40}
            placeholder={t('view.name')}
            aria-label={t('view.name')}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
            }}
          />
          <Button size="xs" onClick={keep} disabled={name.trim() === ''}>
            {t('view.save')}
          </Button>
        </Group>
      </Menu.Dropdown>
    </Menu>
  );
}
