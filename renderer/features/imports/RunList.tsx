import { Anchor, Badge, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount, formatDateTime } from '#renderer/lib/format.ts';

const stateColour = {
  RECEIVING: 'gray',
  READY: 'gray',
  RUNNING: 'brand',
  DONE: 'teal',
  CANCELLED: 'gray',
  FAILED: 'red',
} as const;
const shown = ['imported', 'updated', 'unchanged', 'duplicate', 'quarantined'] as const;

/** Earlier imports: what each brought, what still waits. */
export function RunList() {
  const { t } = useImportWords();
  const { data = [] } = useQuery(api.imports.list.queryOptions());
  if (data.length === 0) return <Text c="dimmed">{t('history.none')}</Text>;
  return (
    <section>
      <Title order={2} mb="xs">
        {t('history.title')}
      </Title>
      <Table stickyHeader highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('history.file')}</Table.Th>
            <Table.Th>{t('history.when')}</Table.Th>
            <Table.Th>{t('history.state')}</Table.Th>
            {shown.map((name) => (
              <Table.Th key={name} ta="right">
                {t(`outcome.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td>
                <Anchor component={Link} to="/import" search={{ run: run.id } as never} size="sm">
                  {run.fileName}
                </Anchor>
              </Table.Td>
              <Table.Td>{formatDateTime(run.begunAt)}</Table.Td>
              <Table.Td>
                <Badge color={stateColour[run.state]}>{t(`state.${run.state}`)}</Badge>
              </Table.Td>
              {shown.map((name) => (
                <Table.Td key={name} ta="right" c={run.counts[name] === 0 ? 'dimmed' : undefined}>
                  {formatCount(run.counts[name])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
