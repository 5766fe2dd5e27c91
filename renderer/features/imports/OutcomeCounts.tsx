import { Group, Paper, Text } from '@mantine/core';
import { rowOutcome, type ImportCounts, type RowOutcome } from '#core/import/outcome.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly counts: ImportCounts;
}

const colour: Partial<Record<RowOutcome, string>> = {
  imported: 'var(--mantine-color-teal-text)',
  duplicate: 'var(--mantine-color-yellow-text)',
  quarantined: 'var(--mantine-color-red-text)',
};

/** What became of the rows, in numbers; together they are the rows of the file. */
export function OutcomeCounts({ counts }: Props) {
  const { t } = useImportWords();
  return (
    <Group gap="xs">
      {rowOutcome.options.map((name) => (
        <Paper key={name} withBorder px="sm" py={6} miw={92}>
          <Text size="xs" c="dimmed">
            {t(`outcome.${name}`)}
          </Text>
          <Text fw={600} size="lg" style={{ color: counts[name] > 0 ? colour[name] : undefined }}>
            {formatCount(counts[name])}
          </Text>
        </Paper>
      ))}
    </Group>
  );
}
