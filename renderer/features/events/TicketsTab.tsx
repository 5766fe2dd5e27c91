import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconIdBadge2, IconPrinter, IconQrcode, IconTicket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { BadgesModal } from '#renderer/features/events/BadgesModal.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { PrintSheet } from '#renderer/features/events/PrintSheet.tsx';
import { QrCode } from '#renderer/features/events/QrCode.tsx';
import { TicketMenu } from '#renderer/features/events/TicketMenu.tsx';
import classes from '#renderer/features/events/Tickets.module.css';
import { client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly event: EventSummary;
  readonly guests: readonly GuestView[];
}

/** Tickets of everyone who may come, as QR codes to show or print; a code says nothing about the guest. */
export function TicketsTab({ event, guests }: Props) {
  const { t } = useTranslation('events');
  const [isPrinting, printing] = useDisclosure(false);
  const [isBadging, badging] = useDisclosure(false);
  const holders = guests.filter(({ ticketCode, state }) => ticketCode !== null && state !== 'cancelled');
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED';
  const issue = (): void => {
    client.events
      .issueTickets({ eventId: event.id })
      .then(
        ({ issued }) => notifications.show({ color: 'teal', message: t('ticket.issued', { n: issued }) }),
        showFailure,
      );
  };
  const issueButton = !isOver && (
    <Button
      variant="light"
      leftSection={<IconQrcode size={16} />}
      onClick={issue}
      data-testid="issue-tickets"
    >
      {t('ticket.issue')}
    </Button>
  );
  if (holders.length === 0) {
    return (
      <EmptyState
        icon={<IconTicket />}
        title={t('ticket.none')}
        text={t('ticket.noneText')}
        action={issueButton}
      />
    );
  }
  return (
    <Stack gap="sm">
      <Group>
        {issueButton}
        <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={printing.open}>
          {t('print.tickets', { n: holders.length })}
        </Button>
        <Button
          variant="default"
          leftSection={<IconIdBadge2 size={16} />}
          onClick={badging.open}
          data-testid="badges"
        >
          {t('badges.open')}
        </Button>
      </Group>
      <div className={classes.grid}>
        {holders.map((guest) => (
          <Paper key={guest.id} withBorder p="xs" className={classes.ticket}>
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <Ticket event={event} guest={guest} />
              <TicketMenu event={event} guest={guest} />
            </Group>
          </Paper>
        ))}
      </div>
      {isBadging && <BadgesModal eventId={event.id} onClose={badging.close} />}
      {isPrinting && (
        <PrintSheet onDone={printing.close}>
          <div className={classes.printGrid}>
            {holders.map((guest) => (
              <div key={guest.id} className={classes.printTicket}>
                <Ticket event={event} guest={guest} />
              </div>
            ))}
          </div>
        </PrintSheet>
      )}
    </Stack>
  );
}

function Ticket({ event, guest }: { readonly event: EventSummary; readonly guest: GuestView }) {
  const { t } = useTranslation('events');
  return (
    <Group gap="sm" wrap="nowrap" align="center" style={{ minWidth: 0, flex: 1 }}>
      <QrCode text={guest.ticketCode ?? ''} sizePx={92} />
      <Stack gap={2} style={{ minWidth: 0 }}>
        <Text fw={700} size="lg" truncate>
          {guest.name}
        </Text>
        <Text size="xs" truncate>
          {event.title}
        </Text>
        <Text size="xs" c="dimmed">
          {[formatDateTime(event.startsAt), guest.seat].filter(Boolean).join(' · ')}
        </Text>
        <Text size="xs" ff="monospace" aria-label={t('ticket.code')}>
          {guest.ticketCode}
        </Text>
      </Stack>
    </Group>
  );
}
