import { Alert, Group, NumberInput, Select, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fileEncoding, type Inspection, type ReadingChoice } from '#core/import/inspection.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly importId: string;
  readonly found: Inspection;
}

const delimiters = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
] as const;

/** How the file is read: judged already, changed here where the judgement is wrong. */
export function ReadingOptions({ importId, found }: Props) {
  const { t, failure } = useImportWords();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: api.imports.key() });
  const inspect = useMutation(api.imports.inspect.mutationOptions({ onSuccess }));
  const { reading } = found;
  const read = (change: Partial<ReadingChoice>) =>
    inspect.mutate({ importId, wish: { ...keep(reading), ...change } });
  return (
    <>
      <Group gap="sm" align="flex-end">
        {found.format === 'csv' && (
          <>
            <Select
              label={t('reading.encoding')}
              data={fileEncoding.options.map((value) => ({ value, label: value.toUpperCase() }))}
              value={reading.encoding}
              allowDeselect={false}
              w={140}
              onChange={(encoding) =>
                read({ encoding: encoding as ReadingChoice['encoding'], headerRow: undefined })
              }
            />
            <Select
              label={t('reading.delimiter')}
              data={delimiters.map(([value, name]) => ({ value, label: t(`reading.${name}`) }))}
              value={reading.delimiter}
              allowDeselect={false}
              w={140}
              onChange={(mark) =>
                read({ delimiter: mark as ReadingChoice['delimiter'], headerRow: undefined })
              }
            />
          </>
        )}
        {found.sheets.length > 1 && (
          <Select
            label={t('reading.sheet')}
            data={found.sheets}
            value={reading.sheet}
            allowDeselect={false}
            w={200}
            onChange={(sheet) => read({ sheet, headerRow: undefined })}
          />
        )}
        <NumberInput
          label={t('reading.headerRow')}
          value={reading.headerRow}
          min={0}
          max={20}
          w={150}
          onChange={(row) => typeof row === 'number' && read({ headerRow: row })}
        />
        <Text c="dimmed" size="sm" pb={6}>
          {inspect.isPending
            ? t('reading.again')
            : t('reading.rows', { count: found.rows, shown: formatCount(found.rows) })}
        </Text>
      </Group>
      {inspect.error && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle />}>
          {failure(inspect.error)}
        </Alert>
      )}
      {found.unreadableCharacters > 0 && (
        <Alert color="yellow" icon={<IconAlertTriangle />}>
          {t('reading.unreadable', { count: found.unreadableCharacters })}
        </Alert>
      )}
    </>
  );
}

/** Only what the file's format has; a member set to undefined is judged anew. */
function keep({ encoding, delimiter, sheet, headerRow }: ReadingChoice): Partial<ReadingChoice> {
  return {
    headerRow,
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
    ...(sheet !== null && { sheet }),
  };
}
