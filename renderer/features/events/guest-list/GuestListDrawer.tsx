import { Alert, Badge, Button, Drawer, Group, LoadingOverlay, Select, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconAlertTriangle, IconCheck, IconFileSpreadsheet } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { listStates, type ListState } from '#core/events/guest-list/words.ts';
import { GuestListColumns } from '#renderer/features/events/guest-list/GuestListColumns.tsx';
import { GuestListRuns } from '#renderer/features/events/guest-list/GuestListRuns.tsx';
import { GuestListRows } from '#renderer/features/events/guest-list/GuestListRows.tsx';
import { useGuestList } from '#renderer/features/events/guest-list/use-guest-list.ts';

interface Props {
  readonly eventId: string;
  readonly onClose: () => void;
}

/** A list of guests from a file: read, looked at row by row, then taken; and what became of every row. */
export function GuestListDrawer({ eventId, onClose }: Props) {
  const { t } = useTranslation('guestList');
  const work = useGuestList(eventId);
  const { judged, failure, isTaken } = work;
  const writes = judged ? judged.counts.new + judged.counts.update : 0;
  return (
    <Drawer opened onClose={onClose} position="right" size={880} title={t('title')}>
      <Stack gap="sm" pos="relative">
        <LoadingOverlay visible={work.isBusy} />
        {failure && (
          <Alert color="red" icon={<IconAlertTriangle />} title={work.fileName} role="alert">
            {t([
              ...(failure.problem ? [`imports:problem.${failure.problem}`] : []),
              `refusal.${failure.code}`,
              `common:error.${failure.code}`,
              'common:error.UNKNOWN',
            ])}
          </Alert>
        )}
        {!isTaken && (
          <Dropzone
            onDrop={(files) => files[0] && work.open(files[0])}
            multiple={false}
            inputProps={{ 'aria-label': t('choose') }}
            p={judged ? 'xs' : 'xl'}
          >
            <Group justify="center" gap="md" wrap="nowrap">
              <IconFileSpreadsheet size={judged ? 22 : 40} stroke={1.4} />
              <Stack gap={2}>
                <Text fw={600}>{judged ? work.fileName : t('choose')}</Text>
                <Text size="sm" c="dimmed">
                  {judged ? t('chooseOther') : t('formats')}
                </Text>
              </Stack>
            </Group>
          </Dropzone>
        )}
        {judged && isTaken && (
          <Alert
            color="teal"
            icon={<IconCheck />}
            title={t('taken', { ...judged.counts })}
            data-testid="list-taken"
          >
            {judged.counts.skip > 0 ? t('takenSkipped', { n: judged.counts.skip }) : t('takenAll')}
          </Alert>
        )}
        {(!judged || isTaken) && <GuestListRuns eventId={eventId} onUndone={work.reset} />}
        {judged && !isTaken && (
          <>
            <Group justify="space-between" align="flex-end">
              <Select
                label={t('defaultState')}
                data={listStates.map((state) => ({ value: state, label: t(`events:standing.${state}`) }))}
                value={judged.defaultState}
                onChange={(next) => next && work.change({ defaultState: next as ListState })}
                allowDeselect={false}
                w={220}
                size="xs"
              />
              {judged.system && <Badge color="grape">{t('pretix')}</Badge>}
              <Group gap={6} data-testid="list-counts">
                {(['new', 'update', 'same', 'skip'] as const).map((key) => (
                  <Badge key={key} color={colours[key]}>
                    {t(`count.${key}`, { n: judged.counts[key] })}
                  </Badge>
                ))}
              </Group>
            </Group>
            <Text size="xs" c="dimmed">
              {t(`stateHint.${judged.defaultState === 'invited' ? 'invited' : 'other'}`)}
            </Text>
            <GuestListColumns judged={judged} onChange={(columns) => work.change({ columns })} />
          </>
        )}
        {judged && (
          <GuestListRows
            rows={judged.rows}
            isTaken={isTaken}
            onSamePerson={(samePersonRows) => work.change({ samePersonRows })}
          />
        )}
        {judged && (
          <Group justify="flex-end">
            {isTaken ? (
              <Button onClick={onClose}>{t('done')}</Button>
            ) : (
              <Button disabled={writes === 0} onClick={work.take} data-testid="take-list">
                {t('take', { new: judged.counts.new, update: judged.counts.update })}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Drawer>
  );
}

const colours = { new: 'teal', update: 'blue', same: 'gray', skip: 'orange' } as const;
