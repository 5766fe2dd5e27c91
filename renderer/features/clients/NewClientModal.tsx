import { Checkbox, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { clientFields, type ClientFields as Client } from '#core/clients/client.ts';
import { ClientFields, type Correction } from '#renderer/features/clients/ClientFields.tsx';
import { FormFoot } from '#renderer/features/clients/FormFoot.tsx';
import { useClientErrors } from '#renderer/features/clients/use-client-errors.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api } from '#renderer/lib/api.ts';

/** Takes in a client met by hand; origin and lawful basis are asked because nothing may be kept without (PIPL 13). */
export function NewClientModal({ onClose }: { readonly onClose: () => void }) {
  const { t } = useClientWords();
  const navigate = useNavigate();
  const [value, setValue] = useState<Correction>({});
  const [source, setSource] = useState('');
  const [lawfulBasis, setLawfulBasis] = useState<Client['lawfulBasis']>('CONSENT');
  const [isSharedPhone, setIsSharedPhone] = useState(false);
  const create = useMutation(
    api.clients.create.mutationOptions({
      onSuccess: ({ id }) => void navigate({ to: '/clients/$clientId', params: { clientId: id } }),
    }),
  );
  const errors = useClientErrors(create.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({
      ...value,
      name: value.name?.trim() ?? '',
      source: source.trim(),
      lawfulBasis,
      isSharedPhone,
    });
  };
  return (
    <Modal
      opened
      closeButtonProps={{ 'aria-label': t('close') }}
      onClose={onClose}
      title={t('new.title')}
      size="lg"
    >
      <form onSubmit={submit}>
        <ClientFields
          value={value}
          onChange={(change) => setValue((known) => ({ ...known, ...change }))}
          phoneError={errors.phone}
          birthDayError={errors.birthDay}
        />
        <Group mt="sm" grow align="flex-start">
          <TextInput
            label={t('new.source')}
            description={t('new.sourceHint')}
            required
            maxLength={120}
            value={source}
            onChange={({ currentTarget }) => setSource(currentTarget.value)}
          />
          <Select
            label={t('new.basis')}
            description={t('new.basisHint')}
            allowDeselect={false}
            data={clientFields.shape.lawfulBasis.options.map((basis) => ({
              value: basis,
              label: t(`basis.${basis}`),
            }))}
            value={lawfulBasis}
            onChange={(next) => setLawfulBasis((next ?? 'CONSENT') as Client['lawfulBasis'])}
          />
        </Group>
        {errors.taken && (
          <Checkbox
            mt="sm"
            label={t('new.shared')}
            checked={isSharedPhone}
            onChange={({ currentTarget }) => setIsSharedPhone(currentTarget.checked)}
          />
        )}
        <FormFoot
          failure={errors.other}
          submit={{
            label: t('new.create'),
            isPending: create.isPending,
            isReady: Boolean(value.name?.trim() && source.trim()),
          }}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
}
