import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { TableFileChoices, usualTableFile } from '#renderer/components/TableFileChoices.tsx';
import { saveFile } from '#renderer/features/imports/save-file.ts';
import { client } from '#renderer/lib/api.ts';

interface Props {
  readonly event: EventSummary;
  readonly onClose: () => void;
}

/** Takes arrivals out as a file; full numbers only when asked for, and then on record. */
export function ArrivalsModal({ event, onClose }: Props) {
  const { t, i18n } = useTranslation('guestList');
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const [choice, setChoice] = useState(usualTableFile);
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      const wish = { eventId: event.id, language, ...choice } as const;
      const pieces = await client.events.guestList.arrivals(wish);
      await saveFile(pieces, { name: t('arrivals.fileName', { title: event.title }), format: choice.format });
      onClose();
    } catch (error) {
      showFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('arrivals.title')}>
      <Stack gap="sm">
        <TableFileChoices
          choice={choice}
          onChange={setChoice}
          words={{
            format: t('arrivals.format'),
            xlsx: t('arrivals.xlsx'),
            csv: t('arrivals.csv'),
            full: t('arrivals.full'),
            fullHint: t('arrivals.fullHint'),
          }}
        />
        <Group justify="flex-end">
          <Button loading={isBusy} onClick={() => void run()} data-testid="export-arrivals">
            {t('arrivals.run')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
