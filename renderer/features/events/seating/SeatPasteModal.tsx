import { Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFailure } from '#renderer/features/events/failure.ts';
import { giveSeats } from '#renderer/features/events/seating/give-seats.ts';
import { ProposedSeats } from '#renderer/features/events/seating/ProposedSeats.tsx';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly eventId: string;
  readonly onClose: () => void;
}

const mostLeftShown = 8;

/** Takes a plan as a spreadsheet copies it: who, then where. What names nobody for certain is listed, not guessed. */
export function SeatPasteModal({ eventId, onClose }: Props) {
  const { t } = useTranslation('seating');
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 250);
  const { data } = useQuery({
    ...api.events.seating.read.queryOptions({ input: { eventId, text } }),
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
  });
  const seats = text.trim() === '' ? [] : (data?.seats ?? []);
  const left = text.trim() === '' ? [] : (data?.left ?? []);
  const save = (): void => {
    giveSeats(eventId, seats).then(onClose, showFailure);
  };
  return (
    <Modal opened onClose={onClose} title={t('paste.title')}>
      <Stack gap="sm">
        <Textarea
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          aria-label={t('paste.title')}
          placeholder={t('paste.example')}
          description={t('paste.text')}
          rows={6}
          data-autofocus
        />
        {left.length > 0 && (
          <List size="sm" c="red" data-testid="seats-left">
            {left.slice(0, mostLeftShown).map(({ line, text: said, problem }) => (
              <List.Item key={line}>{t(`paste.${problem}`, { line, said })}</List.Item>
            ))}
            {left.length > mostLeftShown && (
              <List.Item>{t('paste.moreLeft', { n: left.length - mostLeftShown })}</List.Item>
            )}
          </List>
        )}
        {seats.length > 0 && <ProposedSeats seats={seats} />}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {text.trim() === '' ? '' : t('paste.found', { n: seats.length, left: left.length })}
          </Text>
          <Button disabled={seats.length === 0} onClick={save} data-testid="give-seats">
            {t('paste.confirm', { n: seats.length })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
