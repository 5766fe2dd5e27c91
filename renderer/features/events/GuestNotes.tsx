import { Badge, Paper, Rating, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GuestNoteView } from '#core/api/event-after.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** What guests asked, with who answers it until when and how far that is, and how they liked it. */
export function GuestNotes({ notes }: { readonly notes: readonly GuestNoteView[] }) {
  const { t } = useTranslation('events');
  if (notes.length === 0) return null;
  return (
    <Paper withBorder p="md" data-testid="guest-notes">
      <Text fw={600} mb="xs">
        {t('note.heading', { n: notes.length })}
      </Text>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {notes.map((note) => (
            <Table.Tr key={note.id}>
              <Table.Td w={110}>{note.guestName}</Table.Td>
              <Table.Td>
                {note.rating !== null && <Rating value={note.rating} readOnly size="xs" />}
                <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                  {note.text}
                </Text>
              </Table.Td>
              <Table.Td w={260} ta="right">
                {note.kind === 'QUESTION' ? <Owed note={note} /> : note.recordedByName}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

const colours = { OPEN: 'orange', DONE: 'teal', CANCELLED: 'gray', ELSEWHERE: 'gray' } as const;

function Owed({ note }: { readonly note: GuestNoteView }) {
  const { t } = useTranslation('events');
  const status = note.taskStatus ?? 'ELSEWHERE';
  return (
    <>
      <Badge color={colours[status]}>{t(`note.task.${status}`)}</Badge>
      <Text size="xs" c="dimmed">
        {note.ownerName ?? '—'} · {note.dueAt === null ? '—' : formatDateTime(note.dueAt)}
      </Text>
    </>
  );
}
