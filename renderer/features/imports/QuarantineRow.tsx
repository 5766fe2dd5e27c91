import { ActionIcon, Button, Group, Table, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportWaitingRow } from '#core/api/imports.ts';
import type { OneRun } from '#renderer/features/imports/ResultStep.tsx';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly run: OneRun;
  readonly row: ImportWaitingRow;
  readonly columns: readonly number[];
}

/** One row to correct: Enter in any cell judges it again. */
export function QuarantineRow({ run, row, columns }: Props) {
  const { t, issue, failure } = useImportWords();
  const [cells, setCells] = useState(row.cells);
  const fix = useMutation(
    api.imports.fix.mutationOptions({
      onSuccess: ({ outcome }) => {
        if (outcome === 'quarantined') return;
        notifications.show({ message: t(`fixed.${outcome}`, { row: row.rowNo }), color: 'teal' });
      },
    }),
  );
  const discard = useMutation(api.imports.discard.mutationOptions());
  const headers = run.plan?.columns ?? [];
  const submit = () => fix.mutate({ rowId: row.id, cells });
  return (
    <Table.Tr>
      <Table.Td>{row.rowNo}</Table.Td>
      <Table.Td>
        {row.issues.map(({ code, column }) => (
          <Text key={`${code}${column}`} size="xs" c="red">
            {column === null ? '' : t('named', { name: headers[column]?.header })}
            {issue(code)}
          </Text>
        ))}
        {fix.error && (
          <Text size="xs" c="red" role="alert">
            {failure(fix.error)}
          </Text>
        )}
      </Table.Td>
      {columns.map((column) => (
        <Table.Td key={column}>
          <TextInput
            size="xs"
            miw={110}
            aria-label={t('quarantine.cell', { header: headers[column]?.header, row: row.rowNo })}
            value={cells[column] ?? ''}
            error={row.issues.some((one) => one.column === column)}
            onChange={(event) => setCells(withCell(cells, column, event.currentTarget.value))}
            onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && submit()}
          />
        </Table.Td>
      ))}
      <Table.Td>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <Button size="compact-xs" loading={fix.isPending} onClick={submit}>
            {t('quarantine.fix')}
          </Button>
          <ActionIcon
            color="red"
            size="sm"
            aria-label={t('quarantine.discard', { row: row.rowNo })}
            onClick={() => discard.mutate({ importId: run.id, rowIds: [row.id] })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function withCell(cells: readonly string[], column: number, text: string): string[] {
  const next = Array.from({ length: Math.max(cells.length, column + 1) }, (_, index) => cells[index] ?? '');
  next[column] = text;
  return next;
}
