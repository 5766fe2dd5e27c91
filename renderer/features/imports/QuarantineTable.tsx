import { Button, Group, ScrollArea, Table, Text, VisuallyHidden } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ImportWaitingRow } from '#core/api/imports.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { QuarantineRow } from '#renderer/features/imports/QuarantineRow.tsx';
import { RestateButton } from '#renderer/features/imports/RestateButton.tsx';
import { Pages } from '#renderer/features/imports/Pages.tsx';
import type { OneRun } from '#renderer/features/imports/ResultStep.tsx';
import { saveFile } from '#renderer/features/imports/save-file.ts';
import { useWaitingRows } from '#renderer/features/imports/use-waiting-rows.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api, client } from '#renderer/lib/api.ts';

interface Props {
  readonly run: OneRun;
}

const sourceFaults = new Set(['NO_SOURCE', 'UNLAWFUL_SOURCE', 'NO_BASIS']);

/** Rows with bad data or no lawful source: corrected in place, exported, or thrown away. */
export function QuarantineTable({ run }: Props) {
  const { t, language } = useImportWords();
  const { data, pages } = useWaitingRows(run.id, 'QUARANTINED');
  const discard = useMutation(api.imports.discard.mutationOptions());
  if (!data) return null;
  if (data.total === 0) return <EmptyState icon={<IconCircleCheck />} title={t('quarantine.none')} />;
  const columns = columnsOf(run, data.rows);
  const hasSourceFault = data.rows.some(({ issues }) => issues.some(({ code }) => sourceFaults.has(code)));
  const askDiscard = () =>
    modals.openConfirmModal({
      title: t('quarantine.discardTitle'),
      children: <Text>{t('quarantine.discardText')}</Text>,
      labels: { confirm: t('quarantine.discardAll'), cancel: t('back') },
      confirmProps: { color: 'red' },
      onConfirm: () => discard.mutate({ importId: run.id, rowIds: null }),
    });
  const save = async (format: 'csv' | 'xlsx') =>
    saveFile(await client.imports.exportQuarantine({ importId: run.id, format, language }), {
      name: t('quarantine.fileName', { file: run.fileName.replace(/\.\w+$/, '') }),
      format,
    });
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {t('quarantine.hint')}
        </Text>
        <Group gap="xs">
          {hasSourceFault && run.plan && <RestateButton run={run} />}
          <Button size="xs" variant="default" onClick={() => void save('xlsx')}>
            {t('quarantine.xlsx')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void save('csv')}>
            {t('quarantine.csv')}
          </Button>
          <Button size="xs" variant="light" color="red" loading={discard.isPending} onClick={askDiscard}>
            {t('quarantine.discardAll')}
          </Button>
        </Group>
      </Group>
      <ScrollArea.Autosize mah="calc(100vh - 400px)" mih={200} type="auto">
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={64}>{t('quarantine.row')}</Table.Th>
              <Table.Th w={240}>{t('quarantine.faults')}</Table.Th>
              {columns.map((column) => (
                <Table.Th key={column}>{run.plan?.columns[column]?.header}</Table.Th>
              ))}
              <Table.Th w={150}>
                <VisuallyHidden>{t('quarantine.actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.rows.map((row) => (
              <QuarantineRow
                key={`${row.id}:${JSON.stringify(row.issues)}`}
                run={run}
                row={row}
                columns={columns}
              />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Pages total={data.total} {...pages} />
    </>
  );
}

/** The columns worth correcting: those that become a field, and any with a fault on this page. */
function columnsOf(run: OneRun, rows: readonly ImportWaitingRow[]): number[] {
  const faulty = new Set(rows.flatMap(({ issues }) => issues.map(({ column }) => column)));
  return (run.plan?.columns ?? [])
    .map(({ target }, column) => ({
      column,
      isShown: (target !== 'extra' && target !== 'drop') || faulty.has(column),
    }))
    .filter(({ isShown }) => isShown)
    .map(({ column }) => column);
}
