import { Button, Checkbox, Popover, ScrollArea, Stack, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';

interface Props {
  readonly label: string;
  readonly values: readonly string[] | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (values: string[]) => void;
}

/** Options from which the list has a box to search in. */
const searchableFrom = 9;

/** One filter as a button of fixed height: its name and how many values are ticked; the ticks are inside. */
export function FilterChoice({ label, values = [], options, onChange }: Props) {
  const [text, setText] = useState('');
  const shown = options.filter((option) => option.label.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Popover width={220} position="bottom-start" shadow="md" trapFocus onClose={() => setText('')}>
      <Popover.Target>
        <Button
          variant={values.length > 0 ? 'light' : 'default'}
          fw={values.length > 0 ? 600 : 400}
          rightSection={<IconChevronDown size={14} />}
        >
          {values.length > 0 ? `${label} · ${values.length}` : label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        {options.length >= searchableFrom && (
          <TextInput
            size="xs"
            mb="xs"
            value={text}
            aria-label={label}
            placeholder={label}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
        <ScrollArea.Autosize mah={280} type="auto">
          <Checkbox.Group value={[...values]} onChange={onChange} aria-label={label}>
            <Stack gap={8} p={4}>
              {shown.map(({ value, label: name }) => (
                <Checkbox key={value} size="xs" value={value} label={name} />
              ))}
              {shown.length === 0 && '—'}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
