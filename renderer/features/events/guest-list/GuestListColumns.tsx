import { NativeSelect, ScrollArea, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JudgedGuestList } from '#core/api/event-guest-list.ts';
import { listTargets, type ListTarget } from '#core/events/guest-list/words.ts';
import classes from '#renderer/features/events/guest-list/GuestList.module.css';

interface Props {
  readonly judged: JudgedGuestList;
  readonly onChange: (columns: ListTarget[]) => void;
}

/** What each column of the file holds; a wrong guess is put right here. */
export function GuestListColumns({ judged, onChange }: Props) {
  const { t } = useTranslation('guestList');
  const data = listTargets.map((target) => ({ value: target, label: t(`target.${target}`) }));
  const set = (index: number, target: ListTarget): void =>
    onChange(
      judged.columns.map((column, at) =>
        at === index ? target : column === target && target !== 'drop' ? 'drop' : column,
      ),
    );
  return (
    <ScrollArea type="auto" scrollbarSize={6}>
      <div className={classes.columns}>
        {judged.headers.map((header, index) => (
          <Stack key={header} gap={2}>
            <Text size="xs" fw={600} truncate title={header}>
              {header}
            </Text>
            <NativeSelect
              size="xs"
              aria-label={t('column', { header })}
              data={data}
              value={judged.columns[index] ?? 'drop'}
              onChange={({ currentTarget }) => set(index, currentTarget.value as ListTarget)}
            />
          </Stack>
        ))}
      </div>
    </ScrollArea>
  );
}
