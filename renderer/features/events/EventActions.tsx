import { ActionIcon, Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import {
  IconAffiliate,
  IconBan,
  IconCalendarDown,
  IconCopy,
  IconDots,
  IconDoorEnter,
  IconFileExport,
  IconFlagCheck,
  IconPencil,
  IconPrinter,
  IconTableExport,
  IconTableImport,
  IconUserPlus,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { saveCalendar } from '#renderer/features/events/calendar-file.ts';
import { EventFormModal } from '#renderer/features/events/EventFormModal.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { ArrivalsModal } from '#renderer/features/events/guest-list/ArrivalsModal.tsx';
import { GuestListDrawer } from '#renderer/features/events/guest-list/GuestListDrawer.tsx';
import { InviteDrawer } from '#renderer/features/events/InviteDrawer.tsx';
import { ListPdfItem } from '#renderer/features/events/ListPdfItem.tsx';
import { PrintSheet } from '#renderer/features/events/PrintSheet.tsx';
import { GuestListSheet } from '#renderer/features/events/GuestListSheet.tsx';
import { HandOverModal } from '#renderer/features/venue/HandOverModal.tsx';
import { client } from '#renderer/lib/api.ts';

interface Props {
  readonly event: EventSummary;
  readonly guests: readonly GuestView[];
}

/** What can be done with a salon as a whole. */
export function EventActions({ event, guests }: Props) {
  const { t } = useTranslation(['events', 'hand-over']);
  const [isInviting, inviting] = useDisclosure(false);
  const [isEditing, editing] = useDisclosure(false);
  const [isPrinting, printing] = useDisclosure(false);
  const [isImporting, importing] = useDisclosure(false);
  const [isExporting, exporting] = useDisclosure(false);
  const [isCopying, copying] = useDisclosure(false);
  const [isHandingOver, handingOver] = useDisclosure(false);
  const navigate = useNavigate();
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED';
  return (
    <>
      {!isOver && (
        <>
          <Button
            variant="light"
            leftSection={<IconUserPlus size={16} />}
            onClick={inviting.open}
            data-testid="invite"
          >
            {t('invite.open')}
          </Button>
          <Button
            leftSection={<IconDoorEnter size={16} />}
            renderRoot={(props) => (
              <Link {...props} to="/events/$eventId/check-in" params={{ eventId: event.id }} />
            )}
            data-testid="open-check-in"
          >
            {t('checkIn.open')}
          </Button>
        </>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('more')}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPrinter size={14} />} onClick={printing.open}>
            {t('print.list')}
          </Menu.Item>
          <ListPdfItem eventId={event.id} />
          <Menu.Item leftSection={<IconTableExport size={14} />} onClick={exporting.open}>
            {t('guestList:arrivals.open')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCalendarDown size={14} />}
            onClick={() => saveCalendar(event.title, [event])}
          >
            {t('calendarFile')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileExport size={14} />}
            onClick={handingOver.open}
            data-testid="hand-over"
          >
            {t('hand-over:open')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={14} />} onClick={copying.open} data-testid="copy-event">
            {t('copy.open')}
          </Menu.Item>
          {!isOver && (
            <>
              <Menu.Item leftSection={<IconTableImport size={14} />} onClick={importing.open}>
                {t('guestList:open')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconAffiliate size={14} />}
                renderRoot={(props) => (
                  <Link {...props} to="/events/$eventId/venue" params={{ eventId: event.id }} />
                )}
                data-testid="open-venue"
              >
                {t('venue:menu')}
              </Menu.Item>
              <Menu.Item leftSection={<IconPencil size={14} />} onClick={editing.open}>
                {t('edit')}
              </Menu.Item>
              <Menu.Item leftSection={<IconFlagCheck size={14} />} onClick={() => confirmClose(t, event)}>
                {t('close.open')}
              </Menu.Item>
              <Menu.Item c="red" leftSection={<IconBan size={14} />} onClick={() => confirmCancel(t, event)}>
                {t('callOff.open')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <InviteDrawer event={event} isOpen={isInviting} onClose={inviting.close} />
      <EventFormModal event={event} isOpen={isEditing} onClose={editing.close} />
      <EventFormModal
        event={null}
        copyOf={event}
        isOpen={isCopying}
        onClose={copying.close}
        onSaved={(eventId) => void navigate({ to: '/events/$eventId', params: { eventId } })}
      />
      {isHandingOver && <HandOverModal event={event} isOpen onClose={handingOver.close} />}
      {isImporting && <GuestListDrawer eventId={event.id} onClose={importing.close} />}
      {isExporting && <ArrivalsModal event={event} onClose={exporting.close} />}
      {isPrinting && (
        <PrintSheet onDone={printing.close}>
          <GuestListSheet event={event} guests={guests} />
        </PrintSheet>
      )}
    </>
  );
}

type Words = (key: string, values?: Record<string, unknown>) => string;

function confirmClose(t: Words, event: EventSummary): void {
  modals.openConfirmModal({
    title: t('close.open'),
    children: t('close.text'),
    labels: { confirm: t('close.confirm'), cancel: t('cancelAction') },
    onConfirm: () => {
      client.events
        .close({ eventId: event.id })
        .then(
          (done) => notifications.show({ color: 'teal', message: t('close.done', { ...done }) }),
          showFailure,
        );
    },
  });
}

function confirmCancel(t: Words, event: EventSummary): void {
  modals.openConfirmModal({
    title: t('callOff.open'),
    children: t('callOff.text'),
    labels: { confirm: t('callOff.confirm'), cancel: t('cancelAction') },
    confirmProps: { color: 'red' },
    onConfirm: () => {
      client.events.cancel({ eventId: event.id }).catch(showFailure);
    },
  });
}
