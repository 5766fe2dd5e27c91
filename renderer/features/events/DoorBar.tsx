import { ActionIcon, Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import {
  IconCamera,
  IconCameraOff,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconVolume,
  IconVolumeOff,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/events/CheckIn.module.css';
import type { DoorDesk } from '#renderer/features/events/use-door.ts';
import { leadWords } from '#renderer/features/sync/pill-words.ts';
import { api, type client } from '#renderer/lib/api.ts';
import type { DoorCamera } from '#renderer/lib/camera/use-camera.ts';
import { formatDateTime, formatTime } from '#renderer/lib/format.ts';

export type Door = Awaited<ReturnType<typeof client.events.door>>;

interface Props {
  readonly door: Door;
  readonly desk: DoorDesk;
  readonly camera: DoorCamera;
}

/** Which event, which desk, whether the network is there and how much has not gone up, sound, way out. */
export function DoorBar({ door, desk, camera }: Props) {
  const { t } = useTranslation('events');
  const { event } = door;
  return (
    <header className={classes.bar}>
      <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
        <Text fw={700} size="xl" truncate component="h1" m={0}>
          {event.title}
        </Text>
        <Text c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {formatDateTime(event.startsAt)}–{formatTime(event.endsAt)}
        </Text>
      </Group>
      <Group gap="sm" wrap="nowrap">
        <Badge size="xl" color="gray">
          {t('checkIn.desk', { name: door.desk })}
        </Badge>
        <Upload unsynced={door.unsynced} />
        <CameraSwitch camera={camera} />
        <Tooltip label={t(desk.isMuted ? 'checkIn.unmute' : 'checkIn.mute')}>
          <ActionIcon
            size="lg"
            variant="default"
            onClick={desk.toggleMute}
            aria-label={t(desk.isMuted ? 'checkIn.unmute' : 'checkIn.mute')}
            aria-pressed={desk.isMuted}
          >
            {desk.isMuted ? <IconVolumeOff size={20} /> : <IconVolume size={20} />}
          </ActionIcon>
        </Tooltip>
        <Button
          variant="default"
          leftSection={<IconX size={16} />}
          renderRoot={(props) => <Link {...props} to="/events/$eventId" params={{ eventId: event.id }} />}
        >
          {t('checkIn.leave')}
        </Button>
      </Group>
    </header>
  );
}

function CameraSwitch({ camera }: { readonly camera: DoorCamera }) {
  const { t } = useTranslation('camera');
  const isOn = camera.state.kind === 'on' || camera.state.kind === 'starting';
  const words = t(isOn ? 'stop' : 'start');
  return (
    <Tooltip label={`${words} (F4)`}>
      <ActionIcon size="lg" variant="default" onClick={camera.toggle} aria-label={words} aria-pressed={isOn}>
        {isOn ? <IconCameraOff size={20} /> : <IconCamera size={20} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Upload({ unsynced }: { readonly unsynced: number }) {
  const { t } = useTranslation('events');
  const { t: say } = useTranslation('sync');
  const { data: status } = useQuery(api.sync.status.queryOptions());
  const isOffline = status ? status.phase === 'offline' || status.phase === 'blocked' : false;
  const words = [
    ...(status && isOffline ? [leadWords(say, status)] : []),
    unsynced > 0 ? t('unsynced', { n: unsynced }) : t('checkIn.allUp'),
  ];
  const Icon = isOffline ? IconCloudOff : unsynced > 0 ? IconCloudUp : IconCloudCheck;
  return (
    <Tooltip label={t(isOffline ? 'checkIn.offlineHint' : 'checkIn.onlineHint')} multiline maw={320}>
      <Badge
        size="xl"
        color={isOffline || unsynced > 0 ? 'orange' : 'teal'}
        leftSection={<Icon size={18} aria-hidden />}
        data-testid="door-unsynced"
        data-unsynced={unsynced}
        aria-live="polite"
      >
        {words.join(' · ')}
      </Badge>
    </Tooltip>
  );
}
