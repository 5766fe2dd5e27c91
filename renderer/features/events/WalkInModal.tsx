import { Button, Checkbox, Group, Modal, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';

interface Person {
  name: string;
  phone: string;
  isSomebodyElse: boolean;
}

interface Props {
  readonly isOpen: boolean;
  /** What was typed into the search: a name or a number to start from. */
  readonly typed: string;
  readonly onClose: () => void;
  readonly onSubmit: (person: { name: string; phone: string | null; isSomebodyElse: boolean }) => void;
}

/** Asks who came without an invitation; the phone finds known guests and clients. */
export function WalkInModal({ isOpen, typed, onClose, onSubmit }: Props) {
  const { t } = useTranslation('events');
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('walkIn.title')} size="md">
      <WalkInForm typed={typed} onSubmit={onSubmit} />
    </Modal>
  );
}

function WalkInForm({ typed, onSubmit }: Pick<Props, 'typed' | 'onSubmit'>) {
  const { t } = useTranslation('events');
  const isNumber = /^[\d\s+-]{5,}$/.test(typed.trim());
  const form = useForm<Person>({
    initialValues: {
      name: isNumber ? '' : typed.trim(),
      phone: isNumber ? typed.trim() : '',
      isSomebodyElse: false,
    },
    validate: { name: (name) => (name.trim() === '' ? t('walkIn.nameNeeded') : null) },
  });
  return (
    <form
      onSubmit={form.onSubmit(({ phone, ...rest }) => onSubmit({ ...rest, phone: phone.trim() || null }))}
      data-testid="walk-in-form"
    >
      <TextInput
        size="lg"
        label={t('walkIn.name')}
        data-autofocus
        withAsterisk
        {...form.getInputProps('name')}
      />
      <TextInput
        size="lg"
        mt="sm"
        label={t('walkIn.phone')}
        description={t('walkIn.phoneHint')}
        inputMode="tel"
        {...form.getInputProps('phone')}
      />
      <Checkbox
        mt="md"
        label={t('walkIn.somebodyElse')}
        {...form.getInputProps('isSomebodyElse', { type: 'checkbox' })}
      />
      <Text size="xs" c="dimmed" mt="xs">
        {t('walkIn.note')}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button type="submit" size="md" data-testid="walk-in-submit">
          {t('walkIn.submit')}
        </Button>
      </Group>
    </form>
  );
}
