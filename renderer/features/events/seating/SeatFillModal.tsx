import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countTables } from '#core/events/seating.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { giveSeats } from '#renderer/features/events/seating/give-seats.ts';
import { ProposedSeats } from '#renderer/features/events/seating/ProposedSeats.tsx';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly eventId: string;
  readonly onClose: () => void;
}

/** Fills tables with everyone who comes and has no seat yet, and shows how before it is so. */
export function SeatFillModal({ eventId, onClose }: Props) {
  const { t } = useTranslation('seating');
  const [by, setBy] = useState<'HOST' | 'TIER'>('HOST');
  const [perTable, setPerTable] = useState(8);
  const [label, setLabel] = useState(t('fill.labelDefault'));
  const isGood = label.includes('#') && perTable >= 1;
  const { data: proposed = [] } = useQuery({
    ...api.events.seating.fill.queryOptions({ input: { eventId, by, perTable, label } }),
    enabled: isGood,
    placeholderData: keepPreviousData,
  });
  const save = (): void => {
    giveSeats(eventId, proposed).then(onClose, showFailure);
  };
  return (
    <Modal opened onClose={onClose} title={t('fill.title')}>
      <Stack gap="sm">
        <SegmentedControl
          value={by}
          onChange={(next) => setBy(next as 'HOST' | 'TIER')}
          data={[
            { value: 'HOST', label: t('fill.HOST') },
            { value: 'TIER', label: t('fill.TIER') },
          ]}
        />
        <Group grow align="flex-start">
          <NumberInput
            label={t('fill.perTable')}
            min={1}
            max={500}
            value={perTable}
            onChange={(next) => setPerTable(Number(next) || 0)}
          />
          <TextInput
            label={t('fill.label')}
            maxLength={20}
            value={label}
            onChange={({ currentTarget }) => setLabel(currentTarget.value)}
            error={label.includes('#') ? null : t('fill.labelNeeds')}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {t('fill.text')}
        </Text>
        {proposed.length > 0 ? <ProposedSeats seats={proposed} /> : <Text size="sm">{t('fill.nobody')}</Text>}
        <Group justify="flex-end">
          <Button disabled={!isGood || proposed.length === 0} onClick={save} data-testid="give-seats">
            {t('fill.confirm', { n: proposed.length, tables: countTables(proposed).length })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
