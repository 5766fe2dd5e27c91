import { ActionIcon, Anchor, Badge, Group, Table, Text } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Entry } from '#core/compliance/entry.ts';
import { useEntryWords } from '#renderer/features/compliance/words.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly entries: readonly Entry[];
  /** Narrows the list to one client. */
  readonly onClient: (clientId: string) => void;
}

/** Entries as a table: when, what, about whom, by whom, what came of it and by which rule. */
export function EntryTable({ entries, onClient }: Props) {
  const { t } = useTranslation('compliance');
  return (
    <Table stickyHeader highlightOnHover verticalSpacing={6} data-testid="compliance-entries">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={130}>{t('column.at')}</Table.Th>
          <Table.Th w={150}>{t('column.kind')}</Table.Th>
          <Table.Th w={150}>{t('column.client')}</Table.Th>
          <Table.Th>{t('column.outcome')}</Table.Th>
          <Table.Th w={210}>{t('column.rule')}</Table.Th>
          <Table.Th w={100}>{t('column.manager')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((one) => (
          <EntryRow key={`${one.kind}/${one.id}`} entry={one} onClient={onClient} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function EntryRow({ entry, onClient }: { readonly entry: Entry; readonly onClient: Props['onClient'] }) {
  const { t, outcome, colour, detail, cite } = useEntryWords();
  const { clientId, clientName } = entry;
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>{formatDateTime(entry.at)}</Table.Td>
      <Table.Td>{t(`kind.${entry.kind}`)}</Table.Td>
      <Table.Td>
        {clientId === null ? (
          <Text size="sm" c="dimmed">
            {t('noClient')}
          </Text>
        ) : (
          <Group gap={2} wrap="nowrap">
            <Anchor component={Link} to={`/clients/${clientId}`} size="sm">
              {clientName ?? t('goneClient')}
            </Anchor>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('onlyClient', { name: clientName ?? '' })}
              onClick={() => onClient(clientId)}
            >
              <IconFilter size={14} aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Badge color={colour(entry)}>{outcome(entry)}</Badge>
          {detail(entry).map((line) => (
            <Text key={line} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {line}
            </Text>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{cite(entry)}</Text>
        {entry.version !== null && (
          <Text size="xs" c="dimmed">
            {t('version', { rule: entry.ruleId, version: entry.version })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{entry.managerName ?? '—'}</Table.Td>
    </Table.Tr>
  );
}
