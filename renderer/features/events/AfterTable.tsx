import { ActionIcon, Button, Group, Menu, Rating, Table, Tooltip } from '@mantine/core';
import { IconBubbleText, IconMessage2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestNoteView } from '#core/api/event-after.ts';
import type { GuestView } from '#core/api/events.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { GuestNoteModal } from '#renderer/features/events/GuestNoteModal.tsx';
import { StandingFlags } from '#renderer/features/events/MetBadges.tsx';
import { StandingBadge } from '#renderer/features/events/StandingBadge.tsx';
import { openMessages } from '#renderer/features/messages/open-messages.ts';
import { api, client } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';

interface Props {
  readonly guests: readonly GuestView[];
  readonly notes: readonly GuestNoteView[];
}

/** Guest by guest: who came, who comes again and brings others, what was said, and what to do now. */
export function AfterTable({ guests, notes }: Props) {
  const { t } = useTranslation('events');
  const clientIds = guests.flatMap(({ clientId }) => clientId ?? []);
  const { data: met = [] } = useQuery(api.events.after.met.queryOptions({ input: { clientIds } }));
  const metOf = new Map(met.map((one) => [one.clientId, one]));
  const [noted, setNoted] = useState<GuestView | null>(null);
  return (
    <>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('walkIn.name')}</Table.Th>
            <Table.Th>{t('print.host')}</Table.Th>
            <Table.Th>{t('print.state')}</Table.Th>
            <Table.Th>{t('print.time')}</Table.Th>
            <Table.Th>{t('note.rating')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {guests.map((guest) => {
            const standing = guest.clientId === null ? undefined : metOf.get(guest.clientId);
            return (
              <Table.Tr key={guest.id}>
                <Table.Td>
                  <Group gap={6}>
                    {guest.name}
                    {standing && <StandingFlags met={standing} />}
                  </Group>
                </Table.Td>
                <Table.Td>{guest.hostName}</Table.Td>
                <Table.Td>
                  <StandingBadge standing={guest.standing} />
                </Table.Td>
                <Table.Td>{guest.firstEntry ? formatTime(guest.firstEntry.at) : '—'}</Table.Td>
                <Table.Td>
                  <LastRating notes={notes.filter(({ guestId }) => guestId === guest.id)} />
                </Table.Td>
                <Table.Td>
                  <Actions guest={guest} onNote={() => setNoted(guest)} />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      {noted && <GuestNoteModal key={noted.id} guest={noted} onClose={() => setNoted(null)} />}
    </>
  );
}

function LastRating({ notes }: { readonly notes: readonly GuestNoteView[] }) {
  const rating = notes.find((note) => note.rating !== null)?.rating ?? null;
  return rating === null ? '—' : <Rating value={rating} readOnly size="xs" />;
}

function Actions({ guest, onNote }: { readonly guest: GuestView; readonly onNote: () => void }) {
  const { t } = useTranslation('events');
  const { clientId } = guest;
  return (
    <Group justify="flex-end" gap={6} wrap="nowrap">
      {guest.moves.includes('followed_up') && (
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => {
            client.events.respond({ guestId: guest.id, to: 'followed_up' }).catch(showFailure);
          }}
        >
          {t('move.followed_up')}
        </Button>
      )}
      <Tooltip label={t('note.open')}>
        <ActionIcon
          variant="default"
          aria-label={t('note.title', { name: guest.name })}
          onClick={onNote}
          data-testid={`note-${guest.name}`}
        >
          <IconBubbleText size={14} />
        </ActionIcon>
      </Tooltip>
      {clientId !== null && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('write.to', { name: guest.name })}>
              <IconMessage2 size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <WriteItems clientId={clientId} />
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}

/** The channels a client can be written to about a salon: the texts that fit offer themselves. */
export function WriteItems({ clientId }: { readonly clientId: string }) {
  const { t } = useTranslation('events');
  return (['WECHAT', 'SMS'] as const).map((channel) => (
    <Menu.Item
      key={channel}
      leftSection={<IconMessage2 size={14} />}
      onClick={() => openMessages({ clientId, channel, reason: 'EVENT_CONFIRM', taskId: null })}
    >
      {t(`write.${channel}`)}
    </Menu.Item>
  ));
}
