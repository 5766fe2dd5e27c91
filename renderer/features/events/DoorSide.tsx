import { ActionIcon, Badge, Button, Group, ScrollArea, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconCloudUp, IconDoorExit, IconUserPlus } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { CameraView } from '#renderer/components/CameraView.tsx';
import classes from '#renderer/features/events/CheckIn.module.css';
import type { Door } from '#renderer/features/events/DoorBar.tsx';
import { DoorGroups } from '#renderer/features/events/DoorGroups.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { VenueLine } from '#renderer/features/venue/VenueLine.tsx';
import { client } from '#renderer/lib/api.ts';
import type { DoorCamera } from '#renderer/lib/camera/use-camera.ts';
import { formatTime } from '#renderer/lib/format.ts';

interface Props {
  readonly door: Door;
  readonly camera: DoorCamera;
  readonly onUndo: (checkInId: string, name: string) => void;
  readonly onWalkIn: () => void;
}

/** The camera when it is on, counters, whose guests have come, the latest arrivals of all desks with a way to take each back. */
export const DoorSide = memo(function DoorSide({ door, camera, onUndo, onWalkIn }: Props) {
  const { t } = useTranslation('events');
  const { counters } = door;
  return (
    <aside className={classes.side}>
      <VenueLine eventId={door.event.id} />
      <CameraView camera={camera} />
      <div className={classes.counters}>
        <div data-testid="in-room">
          <span className={classes.bigNumber}>{counters.inRoom}</span>
          <span className={classes.ofNumber}>/ {counters.expected}</span>
          <Text c="dimmed">{t('counter.inRoom')}</Text>
        </div>
        <Stack gap={2} className={classes.smallCounters}>
          <Counter label={t('counter.arrived')} value={counters.arrived} />
          <Counter label={t('counter.walkIns')} value={counters.walkIns} />
          <Counter label={t('counter.doubles')} value={counters.doubleEntries} isAlarm />
        </Stack>
      </div>
      <Button
        size="md"
        variant="light"
        leftSection={<IconUserPlus size={18} />}
        rightSection={<kbd className={classes.key}>F2</kbd>}
        onClick={onWalkIn}
      >
        {t('walkIn.open')}
      </Button>
      <DoorGroups hosts={door.hosts} tiers={door.tiers} />
      <Text fw={600} size="sm">
        {t('checkIn.arrivals')}
      </Text>
      <ScrollArea className={classes.arrivals} type="auto" offsetScrollbars="y" scrollbarSize={8}>
        {door.arrivals.length === 0 && <Text c="dimmed">{t('checkIn.noArrivals')}</Text>}
        {door.arrivals.map((arrival) => (
          <Arrival key={arrival.checkInId} arrival={arrival} onUndo={onUndo} />
        ))}
      </ScrollArea>
    </aside>
  );
});

function Counter({ label, value, isAlarm }: { label: string; value: number; isAlarm?: boolean }) {
  return (
    <Group justify="space-between" gap="md" wrap="nowrap">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={600} c={isAlarm && value > 0 ? 'red' : undefined}>
        {value}
      </Text>
    </Group>
  );
}

interface ArrivalProps {
  readonly arrival: Door['arrivals'][number];
  readonly onUndo: (checkInId: string, name: string) => void;
}

const Arrival = memo(function Arrival({ arrival, onUndo }: ArrivalProps) {
  const { t } = useTranslation('events');
  const { name, checkInId } = arrival;
  const isFirstOfGuest = arrival.kind === 'IN' && !arrival.isDouble;
  return (
    <div className={classes.arrival} data-testid={`arrival-${name}`}>
      <span className={classes.arrivalTime}>{formatTime(arrival.at)}</span>
      <Text truncate fw={600} flex={1}>
        {name}
        <Text span size="xs" c="dimmed" ml={6}>
          {arrival.desk}
        </Text>
      </Text>
      {arrival.kind === 'OUT' && <Badge color="gray">{t('standing.checked_out')}</Badge>}
      {arrival.isDouble && <Badge color="red">{t('guest.doubleShort')}</Badge>}
      {arrival.repeats > 0 && <Badge color="yellow">{t('guest.again', { n: arrival.repeats })}</Badge>}
      {arrival.isOverride && <Badge color="orange">{t('guest.override')}</Badge>}
      {arrival.isUnsynced && (
        <Tooltip label={t('checkIn.notUp')}>
          <IconCloudUp size={14} aria-label={t('checkIn.notUp')} className={classes.notUp} />
        </Tooltip>
      )}
      {isFirstOfGuest && (
        <Tooltip label={t('checkIn.checkOut')}>
          <ActionIcon
            color="gray"
            aria-label={`${t('checkIn.checkOut')} ${name}`}
            onClick={() => {
              client.events.checkOut({ guestId: arrival.guestId }).catch(showFailure);
            }}
          >
            <IconDoorExit size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={t('checkIn.does.undo')}>
        <ActionIcon
          color="gray"
          aria-label={`${t('checkIn.does.undo')} ${name}`}
          onClick={() => onUndo(checkInId, name)}
        >
          <IconArrowBackUp size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
});
