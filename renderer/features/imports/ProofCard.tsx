import { Code, Table } from '@mantine/core';
import type { OneRun } from '#renderer/features/imports/ResultStep.tsx';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { formatCount, formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly run: OneRun;
}

/** What is kept as proof of where these clients came from. */
export function ProofCard({ run }: Props) {
  const { t } = useImportWords();
  const { plan } = run;
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [t('proof.file'), `${run.fileName} · ${t('proof.bytes', { shown: formatCount(run.fileBytes) })}`],
    ['SHA-256', run.sha256 && <Code>{run.sha256}</Code>],
    [t('proof.when'), formatDateTime(run.startedAt ?? run.begunAt)],
    [t('source.origin'), plan && t(`origin.${plan.origin}`)],
    [t('source.basis'), plan && t(`basis.${plan.basis ?? 'NONE'}`)],
    [t('source.statement'), plan?.statement],
    [t('source.marketing'), plan?.marketingChannels.map((channel) => t(`channel.${channel}`)).join(' · ')],
  ];
  return (
    <Table variant="vertical" maw={860}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={200}>{name}</Table.Th>
            <Table.Td>{value || '—'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
