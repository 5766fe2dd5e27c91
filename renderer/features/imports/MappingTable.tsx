import { Alert, Badge, Group, ScrollArea, Select, Switch, Table, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { Inspection } from '#core/import/inspection.ts';
import { importTarget, type ImportTarget } from '#core/import/target.ts';
import type { usePlan } from '#renderer/features/imports/use-plan.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';

interface Props {
  readonly found: Inspection;
  readonly making: ReturnType<typeof usePlan>;
}

/** Every column of the file with sample values and what it becomes. */
export function MappingTable({ found, making }: Props) {
  const { t } = useImportWords();
  const { columns } = making.plan;
  const options = importTarget.options.map((value) => ({ value, label: t(`target.${value}`) }));
  return (
    <>
      {found.remembered && (
        <Text size="sm" c="dimmed">
          {t('mapping.remembered')}
        </Text>
      )}
      {!making.hasName && (
        <Alert color="yellow" icon={<IconInfoCircle />} title={t('mapping.noName')}>
          <Group justify="space-between" wrap="nowrap">
            {t('mapping.noNameText')}
            <Switch
              checked={making.isLabelled}
              onChange={(event) => making.setIsLabelled(event.currentTarget.checked)}
              label={t('mapping.useLabels')}
            />
          </Group>
        </Alert>
      )}
      {!making.hasPhone && (
        <Alert color="gray" icon={<IconInfoCircle />}>
          {t('mapping.noPhone')}
        </Alert>
      )}
      <ScrollArea.Autosize mah="calc(100vh - 360px)" mih={200} type="auto">
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={220}>{t('mapping.column')}</Table.Th>
              <Table.Th>{t('mapping.samples')}</Table.Th>
              <Table.Th w={260}>{t('mapping.becomes')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map(({ header, target }, column) => (
              <Table.Tr key={header}>
                <Table.Td>
                  <Text size="sm" fw={600} truncate maw={220} title={header}>
                    {header}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed" truncate maw={560}>
                    {samplesOf(found, column)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {found.forbidden.includes(header) ? (
                    <Badge color="red">{t('mapping.forbidden')}</Badge>
                  ) : (
                    <Select
                      aria-label={t('mapping.becomesOf', { header })}
                      data={options}
                      value={target}
                      allowDeselect={false}
                      searchable
                      size="xs"
                      variant={target === 'extra' || target === 'drop' ? 'default' : 'filled'}
                      onChange={(next) => next && making.setTarget(column, next as ImportTarget)}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </>
  );
}

function samplesOf(found: Inspection, column: number): string {
  const texts = found.samples.map(({ cells }) => cells[column] ?? '').filter((text) => text !== '');
  return [...new Set(texts)].slice(0, 4).join(' · ') || '—';
}
