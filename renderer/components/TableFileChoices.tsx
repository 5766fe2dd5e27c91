import { Group, Radio, Switch } from '@mantine/core';

/** How a table of people leaves the program: as which file, and with whole telephone numbers or masked ones. */
export interface TableFileChoice {
  readonly format: 'csv' | 'xlsx';
  readonly hasFullNumbers: boolean;
}

interface Props {
  readonly choice: TableFileChoice;
  readonly onChange: (choice: TableFileChoice) => void;
  readonly words: Readonly<Record<'format' | 'xlsx' | 'csv' | 'full' | 'fullHint', string>>;
}

/** What is offered first: a workbook with masked numbers. */
export const usualTableFile: TableFileChoice = { format: 'xlsx', hasFullNumbers: false };

/** Asks for the kind of file and whether numbers are written out, which is on record. */
export function TableFileChoices({ choice, onChange, words }: Props) {
  return (
    <>
      <Radio.Group
        label={words.format}
        value={choice.format}
        onChange={(format) => onChange({ ...choice, format: format as 'csv' | 'xlsx' })}
      >
        <Group mt="xs">
          <Radio value="xlsx" label={words.xlsx} />
          <Radio value="csv" label={words.csv} />
        </Group>
      </Radio.Group>
      <Switch
        checked={choice.hasFullNumbers}
        onChange={({ currentTarget }) => onChange({ ...choice, hasFullNumbers: currentTarget.checked })}
        label={words.full}
        description={words.fullHint}
      />
    </>
  );
}
