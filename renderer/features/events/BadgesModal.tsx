import { Button, Group, Modal, Radio, SegmentedControl, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { badgeLayouts, type BadgeLayout } from '#core/events/badge-layout.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { offerFile } from '#renderer/features/risk/paper/files.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly eventId: string;
  readonly onClose: () => void;
}

/** Asks on which sheets badges go, and offers them as PDF. */
export function BadgesModal({ eventId, onClose }: Props) {
  const { t, i18n } = useTranslation('events');
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const [layout, setLayout] = useState<BadgeLayout['id']>('CARD_90X54');
  const [order, setOrder] = useState<'NAME' | 'SEAT'>('NAME');
  const print = useMutation(
    api.events.paper.badges.mutationOptions({
      onSuccess: (file) => {
        offerFile(file);
        onClose();
      },
      onError: showFailure,
    }),
  );
  return (
    <Modal opened onClose={onClose} title={t('badges.title')}>
      <Stack gap="md">
        <Radio.Group
          label={t('badges.layout')}
          value={layout}
          onChange={(next) => setLayout(next as BadgeLayout['id'])}
        >
          <Stack gap={6} mt={6}>
            {badgeLayouts.map(({ id, title }) => (
              <Radio key={id} value={id} label={title[language]} />
            ))}
          </Stack>
        </Radio.Group>
        <SegmentedControl
          value={order}
          onChange={(next) => setOrder(next as 'NAME' | 'SEAT')}
          data={[
            { value: 'NAME', label: t('badges.NAME') },
            { value: 'SEAT', label: t('badges.SEAT') },
          ]}
        />
        <Group justify="flex-end">
          <Button
            loading={print.isPending}
            onClick={() => print.mutate({ eventId, layout, order, language })}
            data-testid="print-badges"
          >
            {t('badges.print')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
