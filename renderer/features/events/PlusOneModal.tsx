import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { GuestView } from '#core/api/events.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { client } from '#renderer/lib/api.ts';

interface Props {
  readonly guest: GuestView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks whom a guest brings along. */
export function PlusOneModal({ guest, isOpen, onClose }: Props) {
  const { t } = useTranslation('events');
  const form = useForm({
    initialValues: { name: '', phone: '' },
    validate: { name: (name) => (name.trim() === '' ? t('walkIn.nameNeeded') : null) },
  });
  const save = async ({ name, phone }: { name: string; phone: string }): Promise<void> => {
    try {
      await client.events.plusOne({ guestId: guest.id, name, phone: phone === '' ? null : phone });
      form.reset();
      onClose();
    } catch (error) {
      showFailure(error);
    }
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('plusOne.title', { name: guest.name })} size="sm">
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <TextInput label={t('walkIn.name')} data-autofocus withAsterisk {...form.getInputProps('name')} />
        <TextInput label={t('walkIn.phone')} mt="sm" inputMode="tel" {...form.getInputProps('phone')} />
        <Group justify="flex-end" mt="md">
          <Button type="submit">{t('save')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
