import { ActionIcon, Button, Chip, Group, Radio, Select, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { personalFactKindField } from '#core/messages/personal-fact.ts';
import { asksConsent } from '#core/messages/sensitive-fact.ts';
import type { Message } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly clientId: string;
  readonly message: Message;
}

/** What the client told us and may be told back: choose which to mention, add another, take one back. */
export function ToldFacts({ clientId, message }: Props) {
  const { t } = useMessageWords();
  const remove = useMutation(api.messages.removeFact.mutationOptions());
  const told = message.drafts?.told ?? [];
  const chosen = message.factId ?? told[0]?.id ?? null;
  return (
    <section aria-label={t('told.label')}>
      <Text size="xs" c="dimmed" mb={4}>
        {t('told.label')}
      </Text>
      <Group gap={6}>
        {told.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('told.none')}
          </Text>
        )}
        {told.map(({ id, text, kind }) => (
          <Group key={id} gap={0} wrap="nowrap">
            <Chip
              size="xs"
              checked={id === chosen}
              onChange={() => message.change({ factId: id })}
              title={t('told.pick')}
            >
              {t(`told.${kind}`)} · {text}
            </Chip>
            <ActionIcon
              size="sm"
              color="gray"
              aria-label={t('told.remove', { text })}
              onClick={() => remove.mutate({ id })}
            >
              <IconX size={12} />
            </ActionIcon>
          </Group>
        ))}
      </Group>
      <AddFact clientId={clientId} onAdded={(factId) => message.change({ factId })} />
    </section>
  );
}

function AddFact({
  clientId,
  onAdded,
}: {
  readonly clientId: string;
  readonly onAdded: (id: string) => void;
}) {
  const { t } = useMessageWords();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<(typeof personalFactKindField.options)[number]>('TALKED_OF');
  const [agreed, setAgreed] = useState<'SAID' | 'SIGNED' | null>(null);
  const mustAsk = text.trim() !== '' && asksConsent({ kind, text });
  const add = useMutation(
    api.messages.addFact.mutationOptions({
      onSuccess: ({ id }) => {
        setText('');
        setAgreed(null);
        onAdded(id);
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '' && (agreed !== null || !mustAsk))
      add.mutate({ clientId, kind, text: text.trim(), agreed });
  };
  return (
    <form onSubmit={submit}>
      <Group gap={6} mt={6} wrap="nowrap">
        <Select
          size="xs"
          w={96}
          aria-label={t('told.kind')}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value && setKind(value)}
          data={personalFactKindField.options.map((one) => ({ value: one, label: t(`told.${one}`) }))}
        />
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          maxLength={60}
          aria-label={t('told.label')}
          placeholder={t('told.hint')}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button
          size="xs"
          variant="default"
          type="submit"
          disabled={text.trim() === '' || (mustAsk && agreed === null)}
          loading={add.isPending}
        >
          {t('told.add')}
        </Button>
      </Group>
      {mustAsk && (
        <Radio.Group
          size="xs"
          mt={6}
          label={t('told.agreed.ask')}
          value={agreed}
          onChange={(value) => setAgreed(value as 'SAID' | 'SIGNED')}
        >
          <Group gap="md" mt={4}>
            <Radio size="xs" value="SAID" label={t('told.agreed.SAID')} />
            <Radio size="xs" value="SIGNED" label={t('told.agreed.SIGNED')} />
          </Group>
        </Radio.Group>
      )}
    </form>
  );
}
