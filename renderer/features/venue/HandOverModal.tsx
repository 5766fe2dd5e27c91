import { Divider, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { HandOverRead } from '#renderer/features/venue/HandOverRead.tsx';
import { HandOverWrite } from '#renderer/features/venue/HandOverWrite.tsx';

interface Props {
  readonly event: Pick<EventSummary, 'id' | 'title'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Carries check-ins between desks in a file, where there is no network at all. */
export function HandOverModal({ event, isOpen, onClose }: Props) {
  const { t } = useTranslation('hand-over');
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('title')} size="md">
      <Stack gap="md">
        <Text c="dimmed" size="sm">
          {t('about')}
        </Text>
        <HandOverWrite event={event} />
        <Divider />
        <HandOverRead event={event} />
      </Stack>
    </Modal>
  );
}
