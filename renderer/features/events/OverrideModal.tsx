import { Button, Chip, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorGuest } from '#core/api/events.ts';

interface Props {
  readonly guest: DoorGuest | null;
  readonly onClose: () => void;
  readonly onSubmit: (guest: DoorGuest, reason: string) => void;
}

const presets = ['invitedByHost', 'answeredLate', 'listWrong', 'leader'] as const;

/** Asks why a guest who is not expected is let in; the reason is kept with the entry. */
export function OverrideModal({ guest, onClose, onSubmit }: Props) {
  const { t } = useTranslation('events');
  return (
    <Modal
      opened={guest !== null}
      onClose={onClose}
      title={t('override.title', { name: guest?.name ?? '' })}
      size="md"
    >
      {guest && <OverrideForm guest={guest} onSubmit={onSubmit} />}
    </Modal>
  );
}

function OverrideForm({ guest, onSubmit }: { readonly guest: DoorGuest } & Pick<Props, 'onSubmit'>) {
  const { t } = useTranslation('events');
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') onSubmit(guest, reason.trim());
      }}
    >
      <Text>{t('result.state', { state: t(`standing.${guest.standing}`) })}</Text>
      <Group gap="xs" my="sm">
        {presets.map((preset) => {
          const words = t(`override.${preset}`);
          return (
            <Chip key={preset} checked={reason === words} onChange={() => setReason(words)}>
              {words}
            </Chip>
          );
        })}
      </Group>
      <TextInput
        data-autofocus
        size="md"
        label={t('override.reason')}
        withAsterisk
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={reason.trim() === ''} data-testid="override-submit">
          {t('override.submit')}
        </Button>
      </Group>
    </form>
  );
}
