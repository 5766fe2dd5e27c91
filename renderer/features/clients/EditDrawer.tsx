import { Drawer, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ClientFields, type Correction } from '#renderer/features/clients/ClientFields.tsx';
import { FormFoot } from '#renderer/features/clients/FormFoot.tsx';
import type { Profile } from '#renderer/features/clients/profile.ts';
import { useClientErrors } from '#renderer/features/clients/use-client-errors.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly profile: Profile;
  readonly onClose: () => void;
}

/** Corrects a client. Only what was touched is sent; an untouched phone box leaves the number as it is. */
export function EditDrawer({ profile, onClose }: Props) {
  const { t } = useClientWords();
  const [patch, setPatch] = useState<Correction>({});
  const save = useMutation(
    api.clients.correct.mutationOptions({
      onSuccess: ({ samePhone: [same] }) => {
        notifications.show(
          same
            ? { color: 'yellow', message: t('edit.samePhone', { name: same.name }), autoClose: false }
            : { message: t('edit.saved') },
        );
        onClose();
      },
    }),
  );
  const errors = useClientErrors(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ id: profile.id, patch });
  };
  return (
    <Drawer
      opened
      closeButtonProps={{ 'aria-label': t('close') }}
      onClose={onClose}
      position="right"
      size="lg"
      title={t('edit.title', { name: profile.client.name })}
    >
      <form onSubmit={submit}>
        <ClientFields
          value={{ ...profile.client, ...patch }}
          onChange={(change) => setPatch((known) => ({ ...known, ...change }))}
          phoneHint={profile.phoneMasked ?? undefined}
          phoneError={errors.phone}
          birthDayError={errors.birthDay}
        />
        <Text size="xs" c="dimmed" mt="xs">
          {t('edit.phoneHint')}
        </Text>
        <FormFoot
          failure={errors.other}
          submit={{
            label: t('edit.save'),
            isPending: save.isPending,
            isReady: Object.keys(patch).length > 0,
          }}
          onCancel={onClose}
        />
      </form>
    </Drawer>
  );
}
