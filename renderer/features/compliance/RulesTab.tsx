import { Alert, Badge, Skeleton, Table, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import frame from '#renderer/components/FixedPage.module.css';
import { api, type client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

type Version = Awaited<ReturnType<typeof client.compliance.rules>>[number];

const stateColours: Record<Version['state'], string> = {
  IN_FORCE: 'teal',
  COMING: 'brand',
  SUPERSEDED: 'gray',
  NO_KEY: 'red',
  BAD_SIGNATURE: 'red',
  UNREADABLE: 'red',
};
const refusals = ['UNREADABLE', 'BAD_SIGNATURE', 'NO_KEY'] as const;

/** Matching rules have a name beside their number; for the rest both are the same. */
function isNamed({ version, number }: Version): boolean {
  return version !== null && version !== String(number);
}

/** By which rules this device judges: what ships, what the centre published, and what is kept aside and why. */
export function RulesTab() {
  const { t } = useTranslation('compliance');
  const { data, error, refetch } = useQuery(api.compliance.rules.queryOptions());
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  const refused = refusals.filter((state) => data.some((one) => one.state === state));
  return (
    <div className={frame['rows']}>
      {refused.map((state) => (
        <Alert
          key={state}
          color="red"
          mb="sm"
          icon={<IconAlertTriangle aria-hidden />}
          title={t(`rules.state.${state}`)}
        >
          {t(`rules.todo.${state}`)}
        </Alert>
      ))}
      <Text size="sm" c="dimmed" mb="xs">
        {t('rules.lead')}
      </Text>
      <Table stickyHeader aria-label={t('tab.rules')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rules.what')}</Table.Th>
            <Table.Th>{t('rules.version')}</Table.Th>
            <Table.Th>{t('rules.from')}</Table.Th>
            <Table.Th>{t('rules.published')}</Table.Th>
            <Table.Th>{t('rules.stands')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((one) => (
            <Table.Tr key={`${one.kind}/${one.name}/${one.number}/${one.id}`}>
              <Table.Td>
                {t(`rules.kind.${one.kind}`)}
                {one.kind === 'SHEET' && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    {one.name}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{t(isNamed(one) ? 'rules.named' : 'rules.number', one)}</Table.Td>
              <Table.Td>{formatDateTime(one.effectiveFrom)}</Table.Td>
              <Table.Td>
                {one.publishedAt === null ? t('rules.ships') : formatDateTime(one.publishedAt)}
              </Table.Td>
              <Table.Td>
                <Badge color={stateColours[one.state]}>{t(`rules.state.${one.state}`)}</Badge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
