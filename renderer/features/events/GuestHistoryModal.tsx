import { Modal, Skeleton, Text, Timeline } from '@mantine/core';
import { IconArrowRight, IconDoorEnter, IconDoorExit, IconRotate2, IconUserMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { GuestDeed } from '#core/api/event-after.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly guest: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** What happened to a guest, newest first: every change of state and everything at a door, with who and when. */
export function GuestHistoryModal({ guest, onClose }: Props) {
  const { t } = useTranslation('events');
  const { data: deeds } = useQuery(api.events.after.history.queryOptions({ input: { guestId: guest.id } }));
  return (
    <Modal opened onClose={onClose} title={t('history.title', { name: guest.name })}>
      {!deeds && <Skeleton height={160} />}
      {deeds?.length === 0 && <Text c="dimmed">{t('history.none')}</Text>}
      {deeds && (
        <Timeline bulletSize={22} lineWidth={2} data-testid="guest-history">
          {deeds.map((deed) => (
            <Deed key={deed.id} deed={deed} />
          ))}
        </Timeline>
      )}
    </Modal>
  );
}

const doorIcons = { IN: IconDoorEnter, OUT: IconDoorExit, UNDO: IconRotate2 } as const;

function Deed({ deed }: { readonly deed: GuestDeed }) {
  const { t } = useTranslation('events');
  const isMove = deed.what === 'MOVE';
  const Icon = isMove ? (deed.toState === null ? IconUserMinus : IconArrowRight) : doorIcons[deed.kind];
  const place = isMove ? null : deed.desk;
  const reason = isMove ? null : deed.overrideReason;
  return (
    <Timeline.Item
      bullet={<Icon size={13} />}
      title={isMove ? moveWords(t, deed) : t(`history.${deed.kind}`)}
    >
      {reason && <Text size="sm">{t('history.reason', { reason })}</Text>}
      <Text size="xs" c="dimmed">
        {[formatDateTime(deed.at), deed.managerName ?? '—', place].filter(Boolean).join(' · ')}
      </Text>
    </Timeline.Item>
  );
}

type Words = (key: string, values?: Record<string, unknown>) => string;

function moveWords(t: Words, { fromState, toState }: GuestDeed & { what: 'MOVE' }): string {
  if (toState === null) return t('history.takenOff');
  const to = t(`standing.${toState}`);
  return fromState === null ? t('history.putOn', { to }) : `${t(`standing.${fromState}`)} → ${to}`;
}
