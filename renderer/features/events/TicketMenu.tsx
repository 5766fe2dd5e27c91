import { ActionIcon, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconDotsVertical, IconMaximize, IconPhotoDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { QrCode } from '#renderer/features/events/QrCode.tsx';
import { ticketPicture } from '#renderer/features/events/ticket-picture.ts';
import { formatDateTime } from '#renderer/lib/format.ts';
import { saveBlob } from '#renderer/lib/save-blob.ts';

interface Props {
  readonly event: EventSummary;
  readonly guest: GuestView;
}

/** What one ticket can become: large on screen, a picture saved, a picture to paste into a message. */
export function TicketMenu({ event, guest }: Props) {
  const { t } = useTranslation('events');
  const [isLarge, large] = useDisclosure(false);
  const words = {
    code: guest.ticketCode ?? '',
    name: guest.name,
    title: event.title,
    when: formatDateTime(event.startsAt),
  };
  const save = (): void => {
    ticketPicture(words).then(
      (picture) => saveBlob(picture, `${event.title}_${guest.name}.png`),
      showFailure,
    );
  };
  const copy = (): void => {
    navigator.clipboard.write([new ClipboardItem({ 'image/png': ticketPicture(words) })]).then(
      () => notifications.show({ color: 'teal', message: t('ticket.copied') }),
      () => notifications.show({ color: 'red', message: t('ticket.copyRefused') }),
    );
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('ticket.menu', { name: guest.name })}>
            <IconDotsVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconMaximize size={14} />} onClick={large.open}>
            {t('ticket.enlarge')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPhotoDown size={14} />} onClick={save}>
            {t('ticket.savePicture')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={14} />} onClick={copy}>
            {t('ticket.copyPicture')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isLarge} onClose={large.close} title={event.title} size="sm">
        <Stack align="center" gap="xs" data-testid="large-ticket">
          <QrCode text={words.code} sizePx={300} />
          <Text fw={700} size="xl">
            {guest.name}
          </Text>
          <Text c="dimmed">{[words.when, guest.seat].filter(Boolean).join(' · ')}</Text>
          <Text ff="monospace">{words.code}</Text>
        </Stack>
      </Modal>
    </>
  );
}
