import { ActionIcon, Badge, Group, Menu, Paper, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconBubbleText,
  IconDotsVertical,
  IconHistory,
  IconTicket,
  IconUserPlus,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { GuestView } from '#core/api/events.ts';
import { WriteItems } from '#renderer/features/events/AfterTable.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import classes from '#renderer/features/events/GuestBoard.module.css';
import { GuestHistoryModal } from '#renderer/features/events/GuestHistoryModal.tsx';
import { GuestNoteModal } from '#renderer/features/events/GuestNoteModal.tsx';
import { PlusOneModal } from '#renderer/features/events/PlusOneModal.tsx';
import { StandingBadge } from '#renderer/features/events/StandingBadge.tsx';
import { ChangeMark } from '#renderer/features/sync/ChangeMark.tsx';
import { client } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';
import { tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly guest: GuestView;
  readonly guests: readonly GuestView[];
  readonly isOver: boolean;
}

const mayBring: readonly GuestView['state'][] = ['accepted', 'confirmed', 'waitlisted', 'walk_in'];

/** A guest on the board: who, whose, since when in, double entries, and the moves that are allowed now. */
export function GuestCard({ guest, guests, isOver }: Props) {
  const { t } = useTranslation('events');
  const broughtBy = guests.find(({ id }) => id === guest.plusOneOf)?.name;
  return (
    <Paper withBorder p={6} className={classes.card} data-testid={`guest-${guest.name}`}>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text fw={600} size="sm" truncate title={guest.name}>
          {guest.clientId ? (
            <Link
              to="/clients/$clientId"
              params={{ clientId: guest.clientId }}
              style={{ color: 'inherit', textDecoration: 'none' }}
            >
              {guest.name}
            </Link>
          ) : (
            guest.name
          )}
        </Text>
        <GuestMenu guest={guest} isOver={isOver} />
      </Group>
      <Group gap={4} mt={2}>
        <StandingBadge standing={guest.standing} />
        <ChangeMark entity="guest" id={guest.id} />
        {guest.tier && (
          <Badge color={tierColour[guest.tier] ?? 'gray'}>{t(`common:tier.${guest.tier}`)}</Badge>
        )}
        {broughtBy && <Badge color="gray">{t('guest.with', { name: broughtBy })}</Badge>}
        {guest.doubleEntries.length > 0 && (
          <Tooltip
            label={t('guest.double', {
              desk: guest.doubleEntries[0]?.desk,
              time: formatTime(guest.doubleEntries[0]?.at ?? 0),
            })}
          >
            <Badge color="red" leftSection={<IconAlertTriangle size={11} aria-hidden />}>
              {t('guest.doubleShort')}
            </Badge>
          </Tooltip>
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate mt={2}>
        {guest.firstEntry
          ? t('guest.entered', { time: formatTime(guest.firstEntry.at), desk: guest.firstEntry.desk })
          : [guest.maskedPhone, guest.hostName].filter(Boolean).join(' · ')}
      </Text>
    </Paper>
  );
}

function GuestMenu({ guest, isOver }: { readonly guest: GuestView; readonly isOver: boolean }) {
  const { t } = useTranslation('events');
  const [isAdding, adding] = useDisclosure(false);
  const canBring = !isOver && guest.plusOneOf === null && mayBring.includes(guest.state);
  const canReissue = !isOver && guest.ticketCode !== null;
  const [isNoting, noting] = useDisclosure(false);
  const [isTold, telling] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="sm" color="gray" aria-label={t('guest.moves', { name: guest.name })}>
            <IconDotsVertical size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {guest.moves.map((to) => (
            <Menu.Item
              key={to}
              c={to === 'cancelled' ? 'red' : undefined}
              onClick={() => {
                client.events.respond({ guestId: guest.id, to }).catch(showFailure);
              }}
            >
              {t(`move.${to}`)}
            </Menu.Item>
          ))}
          {guest.moves.length > 0 && <Menu.Divider />}
          {guest.clientId !== null && <WriteItems clientId={guest.clientId} />}
          <Menu.Item leftSection={<IconBubbleText size={14} />} onClick={noting.open}>
            {t('note.open')}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={14} />} onClick={telling.open}>
            {t('history.open')}
          </Menu.Item>
          {canBring && (
            <Menu.Item leftSection={<IconUserPlus size={14} />} onClick={adding.open}>
              {t('plusOne.open')}
            </Menu.Item>
          )}
          {canReissue && (
            <Menu.Item
              leftSection={<IconTicket size={14} />}
              onClick={() => {
                client.events.reissueTicket({ guestId: guest.id }).catch(showFailure);
              }}
            >
              {t('ticket.reissue')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isTold && <GuestHistoryModal guest={guest} onClose={telling.close} />}
      {isNoting && <GuestNoteModal guest={guest} onClose={noting.close} />}
      <PlusOneModal guest={guest} isOpen={isAdding} onClose={adding.close} />
    </>
  );
}
