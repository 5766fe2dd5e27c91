import { Badge, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { VerdictBadge } from '#renderer/features/risk/VerdictBadge.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** The verdicts somebody acted upon for a client: what was done, under which article, and whether it is the same today. */
export function VerdictHistory({ clientId }: { readonly clientId: string }) {
  const { t, cite } = useRiskWords();
  const { data } = useQuery(api.risk.verdicts.queryOptions({ input: { clientId } }));
  if (!data || data.length === 0) return null;
  return (
    <section>
      <Title order={2}>{t('acted.title')}</Title>
      <Table aria-label={t('acted.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('acted.at')}</Table.Th>
            <Table.Th>{t('acted.product')}</Table.Th>
            <Table.Th>{t('acted.action')}</Table.Th>
            <Table.Th>{t('acted.use')}</Table.Th>
            <Table.Th>{t('acted.verdict')}</Table.Th>
            <Table.Th>{t('column.manager')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map(
            ({ id, judgedAt, productName, productId, action, use, verdict, managerName, isReproduced }) => (
              <Table.Tr key={id}>
                <Table.Td>{formatDateTime(judgedAt)}</Table.Td>
                <Table.Td>{productName ?? productId}</Table.Td>
                <Table.Td>{t(`action.${action}`)}</Table.Td>
                <Table.Td>{t(`use.${use}`)}</Table.Td>
                <Table.Td>
                  <VerdictBadge outcome={verdict.outcome} /> {cite(verdict.rule)}
                  {!isReproduced && <Badge color="red">{t('acted.differs')}</Badge>}
                </Table.Td>
                <Table.Td>{managerName ?? '—'}</Table.Td>
              </Table.Tr>
            ),
          )}
        </Table.Tbody>
      </Table>
    </section>
  );
}
