import { Button, Group, Kbd, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { toIso } from '#core/base/time.ts';
import type { Chip } from '#renderer/features/calls/desk-keys.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';

const shanghaiMs = 8 * 3_600_000;

export interface ChipDates {
  readonly plus1: number;
  readonly plus3: number;
  readonly plus7: number;
}

interface ChipsProps {
  readonly dates: ChipDates;
  readonly now: number;
  readonly onChip: (chip: Chip) => void;
}

/** The four dates on keys a, s, d, f. */
export function DateChips({ dates, now, onChip }: ChipsProps) {
  const { t, moment } = useCallWords();
  const chips: readonly (readonly [Chip, string, string])[] = [
    ['plus1', 'A', moment(dates.plus1, now)],
    ['plus3', 'S', moment(dates.plus3, now)],
    ['plus7', 'D', moment(dates.plus7, now)],
    ['pick', 'F', t('date.pick')],
  ];
  return (
    <SimpleGrid cols={2} spacing={4} verticalSpacing={4}>
      {chips.map(([chip, key, label]) => (
        <Button
          key={chip}
          size="compact-xs"
          variant="default"
          justify="flex-start"
          tabIndex={-1}
          leftSection={<Kbd size="xs">{key}</Kbd>}
          onClick={() => onChip(chip)}
          data-chip={chip}
        >
          {label}
        </Button>
      ))}
    </SimpleGrid>
  );
}

interface PickerProps {
  readonly initial: number;
  readonly onPick: (at: number) => void;
  readonly onCancel: () => void;
}

/** Asks for any other date and time, in Shanghai time; Enter takes it, Esc leaves. */
export function DatePicker({ initial, onPick, onCancel }: PickerProps) {
  const { t } = useCallWords();
  const [text, setText] = useState(() => toIso(initial + shanghaiMs).slice(0, 16));
  const at = Date.parse(`${text}:00+08:00`);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (Number.isFinite(at)) onPick(at);
      }}
    >
      <Stack gap={4}>
        <Group gap={6} wrap="nowrap">
          <TextInput
            type="datetime-local"
            size="xs"
            value={text}
            autoFocus
            aria-label={t('date.label')}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onCancel();
            }}
            style={{ flex: 1 }}
          />
          <Button size="xs" type="submit">
            {t('date.take')}
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          {t('date.hours')}
        </Text>
      </Stack>
    </form>
  );
}
