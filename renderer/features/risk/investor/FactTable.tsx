import { Badge, Group, Table, Text, Tooltip } from '@mantine/core';
import { investorDocuments } from '#core/risk/investor-documents.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import type { client } from '#renderer/lib/api.ts';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

type Fact = Awaited<ReturnType<typeof client.risk.investor>>['facts'][number];

const stateColours = { COUNTS: 'teal', EXPIRED: 'orange', WITHDRAWN: 'gray', REPLACED: 'gray' } as const;

/** Everything entered, newest first, with whether it is what verdicts are told now. */
export function FactTable({ facts }: { readonly facts: readonly Fact[] }) {
  const { t } = useRiskWords();
  return (
    <Table aria-label={t('investor.title')} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          {(['what', 'value', 'document', 'date', 'recorded', 'state'] as const).map((column) => (
            <Table.Th key={column}>{t(`investor.column.${column}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {facts.map((fact) => (
          <Table.Tr key={fact.id}>
            <Table.Td>{t(`fact.${fact.what}`)}</Table.Td>
            <Table.Td>
              <Value fact={fact} />
            </Table.Td>
            <Table.Td>
              <Evidence fact={fact} />
            </Table.Td>
            <Table.Td>{fact.documentDate ?? '—'}</Table.Td>
            <Table.Td>
              {fact.recorderName ?? '—'} · {formatDateTime(fact.recordedAt)}
            </Table.Td>
            <Table.Td>
              <State fact={fact} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Evidence({ fact }: { readonly fact: Fact }) {
  const { say } = useRiskWords();
  const kind = fact.documentKind === null ? undefined : investorDocuments.kinds[fact.documentKind];
  const text = kind ? [say(kind), fact.evidence].join(' · ') : fact.evidence;
  return (
    <Tooltip label={text} multiline maw={360}>
      <Text size="sm" tabIndex={0} lineClamp={1} maw={280}>
        {text}
      </Text>
    </Tooltip>
  );
}

function State({ fact }: { readonly fact: Fact }) {
  const { t } = useRiskWords();
  return (
    <>
      <Group gap={4} wrap="nowrap">
        <Badge color={stateColours[fact.state]}>{t(`investor.state.${fact.state}`)}</Badge>
        {fact.isWaiting && <Badge color="yellow">{t('investor.waiting')}</Badge>}
      </Group>
      {fact.state === 'COUNTS' && fact.countsThrough !== null && (
        <Text size="xs" c="dimmed">
          {t('result.validThrough', { day: fact.countsThrough })}
        </Text>
      )}
    </>
  );
}

function Value({ fact: { amountFen, months, choice, what } }: { readonly fact: Fact }) {
  const { t } = useRiskWords();
  if (amountFen !== null) return <>{formatMoney(amountFen)}</>;
  if (months !== null)
    return <>{t('investor.months', { years: Math.floor(months / 12), months: months % 12 })}</>;
  if (choice !== null) return <>{t(`investor.choice.${choice}`)}</>;
  return <>{what === 'CHANGE' ? '—' : t('investor.takenBack')}</>;
}
