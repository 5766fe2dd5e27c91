import { Anchor, Badge, Button, Group, ScrollArea, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ImportWaitingRow } from '#core/api/imports.ts';
import type { DuplicateChoice } from '#core/import/outcome.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { Pages } from '#renderer/features/imports/Pages.tsx';
import type { OneRun } from '#renderer/features/imports/ResultStep.tsx';
import { useWaitingRows } from '#renderer/features/imports/use-waiting-rows.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly run: OneRun;
}

const choices = ['FILL', 'SKIP', 'NEW'] as const;

/** Rows whose client is known already: what differs, and what to do with each, or with all at once. */
export function DuplicateList({ run }: Props) {
  const { t } = useImportWords();
  const { data, pages } = useWaitingRows(run.id, 'DUPLICATE');
  const resolve = useMutation(api.imports.resolve.mutationOptions());
  if (!data) return null;
  if (data.total === 0) return <EmptyState icon={<IconCircleCheck />} title={t('duplicates.none')} />;
  const decide = (rowIds: string[] | null, choice: DuplicateChoice) =>
    resolve.mutate({ importId: run.id, rowIds, choice });
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {t('duplicates.hint')}
        </Text>
        <Group gap="xs">
          {choices.map((choice) => (
            <Button
              key={choice}
              size="xs"
              variant="default"
              loading={resolve.isPending}
              onClick={() => decide(null, choice)}
            >
              {t(`duplicates.all.${choice}`)}
            </Button>
          ))}
        </Group>
      </Group>
      <ScrollArea.Autosize mah="calc(100vh - 400px)" mih={200} type="auto">
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={64}>{t('quarantine.row')}</Table.Th>
              <Table.Th w={280}>{t('duplicates.known')}</Table.Th>
              <Table.Th>{t('duplicates.differences')}</Table.Th>
              <Table.Th w={240}>
                <VisuallyHidden>{t('quarantine.actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.rows.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td>{row.rowNo}</Table.Td>
                <Table.Td>
                  <Known match={row.match} />
                </Table.Td>
                <Table.Td>
                  <Differences match={row.match} />
                </Table.Td>
                <Table.Td>
                  <Group gap={4} wrap="nowrap" justify="flex-end">
                    {choices.map((choice) => (
                      <Button
                        key={choice}
                        size="compact-xs"
                        variant={choice === 'FILL' ? 'light' : 'subtle'}
                        onClick={() => decide([row.id], choice)}
                      >
                        {t(`duplicates.one.${choice}`)}
                      </Button>
                    ))}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Pages total={data.total} {...pages} />
    </>
  );
}

function Known({ match }: Pick<ImportWaitingRow, 'match'>) {
  const { t } = useImportWords();
  if (!match) return <Text size="sm">{t('duplicates.gone')}</Text>;
  return (
    <Group gap={6}>
      <Anchor
        component={Link}
        to="/clients/$clientId"
        params={{ clientId: match.clientId } as never}
        size="sm"
      >
        {match.name}
      </Anchor>
      <Text size="sm" c="dimmed">
        {match.phoneMasked}
      </Text>
      <Badge color={match.isInFile ? 'gray' : 'yellow'}>
        {t(match.isInFile ? 'duplicates.inFile' : `duplicates.by.${match.by}`)}
      </Badge>
    </Group>
  );
}

function Differences({ match }: Pick<ImportWaitingRow, 'match'>) {
  const { t, valueOf: show } = useImportWords();
  if (!match || match.differences.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('duplicates.same')}
      </Text>
    );
  }
  return match.differences.slice(0, 6).map(({ field, incoming, known }) => (
    <Text key={field} size="xs">
      {t('named', { name: t(`field.${field}`, { defaultValue: field }) })}
      {known !== null && (
        <Text span c="dimmed">
          {t('duplicates.onFile', { value: show(field, known) })}
        </Text>
      )}
      <Text span fw={600} c={known === null ? 'teal' : undefined}>
        {t(known === null ? 'duplicates.adds' : 'duplicates.inRow', { value: show(field, incoming) })}
      </Text>
    </Text>
  ));
}
