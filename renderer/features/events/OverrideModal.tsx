import { Button, Chip, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorGuest } from '#core/api/event-door.ts';
import type { WalkIn } from '#renderer/features/events/use-door.ts';

/** Who is to be let in against the list or a note on suitability. */
export type Overriding =
  | { readonly isNote: boolean; readonly guest: DoorGuest }
  | { readonly isNote: true; readonly walkIn: WalkIn };

interface Props {
  readonly overriding: Overriding | null;
  readonly onClose: () => void;
  readonly onSubmit: (overriding: Overriding, reason: string) => void;
}

const presets = ['invitedByHost', 'answeredLate', 'listWrong', 'leader'] as const;
const notePresets = ['nonProduct', 'companion'] as const;

/** Asks why a guest who is not expected is let in; the reason is kept with the entry. */
export function OverrideModal({ overriding, onClose, onSubmit }: Props) {
  const { t } = useTranslation('events');
  const who = overriding && ('guest' in overriding ? overriding.guest : overriding.walkIn);
  return (
    <Modal
      opened={overriding !== null}
      onClose={onClose}
      title={t('override.title', { name: who?.name ?? '' })}
      size="md"
    >
      {overriding && <OverrideForm overriding={overriding} onSubmit={onSubmit} />}
    </Modal>
  );
}

function OverrideForm({
  overriding,
  onSubmit,
}: { readonly overriding: Overriding } & Pick<Props, 'onSubmit'>) {
  const { t } = useTranslation('events');
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') onSubmit(overriding, reason.trim());
      }}
    >
      <Text>
        {overriding.isNote
          ? t('hint.SUITABILITY_NOTE')
          : t('result.state', { state: t(`standing.${overriding.guest.standing}`) })}
      </Text>
      <Group gap="xs" my="sm">
        {(overriding.isNote ? notePresets : presets).map((preset) => {
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
