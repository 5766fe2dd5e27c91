import { Button, Group, List, Modal, ScrollArea, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Act } from '#renderer/features/sync/acts.ts';
import { commandWords, contentWords } from '#renderer/features/sync/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly acts: readonly Act[];
  readonly onClose: () => void;
}

/** Asks before refused changes are let go: says exactly what will then be nowhere any more. */
export function DismissModal({ acts, onClose }: Props) {
  const { t } = useTranslation('sync');
  const acknowledge = useMutation(api.sync.acknowledge.mutationOptions({ onSuccess: onClose }));
  return (
    <Modal opened onClose={onClose} title={t('dismiss.title', { count: acts.length })} size="lg">
      <Text size="sm" mb="xs">
        {t('dismiss.text')}
      </Text>
      <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0 }}>
        <List size="sm" spacing={4}>
          {acts.map((act) => (
            <Dropped key={act.key} act={act} />
          ))}
        </List>
      </ScrollArea.Autosize>
      {acknowledge.isError && (
        <Text size="sm" c="red" role="alert" mt="xs">
          {t('dismiss.failed')}
        </Text>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('dismiss.keep')}
        </Button>
        <Button
          color="red"
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ mids: acts.flatMap(({ mids }) => mids) })}
        >
          {t('dismiss.confirm')}
        </Button>
      </Group>
    </Modal>
  );
}

/** What the manager did, about whom, and what it held. */
function Dropped({ act }: { readonly act: Act }) {
  const { t } = useTranslation('sync');
  const details = [act.about[0]?.name, contentWords(t, act)].filter(Boolean);
  return (
    <List.Item>
      <Text span size="sm" fw={500}>
        {commandWords(t, act.command, act.entity)}
      </Text>
      {details.map((words) => ` · ${words}`)}
    </List.Item>
  );
}
