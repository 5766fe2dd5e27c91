import { Button, Group, Modal, Rating, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestView } from '#core/api/events.ts';
import { fromIso } from '#core/base/time.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { api, client } from '#renderer/lib/api.ts';

interface Props {
  readonly guest: GuestView;
  readonly onClose: () => void;
}

/** Writes down what a guest asked, with who answers it until when, or how the guest liked it. */
export function GuestNoteModal({ guest, onClose }: Props) {
  const { t } = useTranslation('events');
  const { data: managers = [] } = useQuery(api.events.managers.queryOptions());
  const [kind, setKind] = useState<'QUESTION' | 'FEEDBACK'>('QUESTION');
  const [text, setText] = useState('');
  const [rating, setRating] = useState(0);
  const [ownerManagerId, setOwner] = useState<string | null>(guest.hostManagerId);
  const [due, setDue] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const isQuestion = kind === 'QUESTION';
  const isReady = text.trim() !== '' || (!isQuestion && rating > 0);
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      await client.events.after.note({
        guestId: guest.id,
        kind,
        text: text.trim(),
        rating: isQuestion || rating === 0 ? null : rating,
        ownerManagerId: isQuestion ? ownerManagerId : null,
        dueAt: isQuestion && due !== null ? fromIso(`${due.replace(' ', 'T')}+08:00`) : null,
      });
      onClose();
    } catch (error) {
      showFailure(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('note.title', { name: guest.name })}>
      <Stack gap="sm">
        <SegmentedControl
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
          data={[
            { value: 'QUESTION', label: t('note.QUESTION') },
            { value: 'FEEDBACK', label: t('note.FEEDBACK') },
          ]}
        />
        {!isQuestion && (
          <Group gap="xs">
            <Text size="sm">{t('note.rating')}</Text>
            <Rating value={rating} onChange={setRating} />
          </Group>
        )}
        <Textarea
          data-autofocus
          autosize
          minRows={2}
          maxLength={4000}
          label={t(isQuestion ? 'note.asked' : 'note.said')}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        {isQuestion && (
          <Group grow align="flex-start">
            <Select
              label={t('note.owner')}
              data={managers.map(({ id, name }) => ({ value: id, label: name }))}
              value={ownerManagerId}
              onChange={setOwner}
              allowDeselect={false}
            />
            <DateTimePicker
              label={t('note.due')}
              placeholder={t('note.dueHint')}
              valueFormat="YYYY-MM-DD HH:mm"
              clearable
              value={due}
              onChange={setDue}
              popoverProps={{ withinPortal: true }}
            />
          </Group>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancelAction')}
          </Button>
          <Button disabled={!isReady} loading={isSaving} onClick={() => void save()} data-testid="save-note">
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
