import { Button, Group, Modal, Radio, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#core/api/events.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
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
  const [format, setFormat] = useState<'csv' | 'xlsx'>('xlsx');
  const [hasFullNumbers, setHasFullNumbers] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      const wish = { eventId: event.id, format, language, hasFullNumbers } as const;
      const pieces = await client.events.guestList.arrivals(wish);
      await saveFile(pieces, { name: t('arrivals.fileName', { title: event.title }), format });
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
        <Radio.Group
          label={t('arrivals.format')}
          value={format}
          onChange={(next) => setFormat(next as 'csv' | 'xlsx')}
        >
          <Group mt="xs">
            <Radio value="xlsx" label={t('arrivals.xlsx')} />
            <Radio value="csv" label={t('arrivals.csv')} />
          </Group>
        </Radio.Group>
        <Switch
          checked={hasFullNumbers}
          onChange={({ currentTarget }) => setHasFullNumbers(currentTarget.checked)}
          label={t('arrivals.full')}
          description={t('arrivals.fullHint')}
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
