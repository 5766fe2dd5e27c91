import { Anchor, Badge, Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Gap, GapLine } from '#core/compliance/gap.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import frame from '#renderer/components/FixedPage.module.css';
import { api } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';
import { tierColour } from '#renderer/lib/semantic.ts';

const ofTest: readonly Gap[] = ['NO_TEST', 'TEST_EXPIRED', 'TEST_ENDED'];

/** Clients of whom something is missing that must not be, and where to put it right. */
export function GapsTab() {
  const { t } = useTranslation('compliance');
  const { data, error, refetch } = useQuery(api.compliance.gaps.queryOptions({ input: {} }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  const { lines, total } = data;
  if (lines.length === 0)
    return <EmptyState icon={<IconChecks />} title={t('gaps.emptyTitle')} text={t('gaps.emptyText')} />;
  const shown = formatCount(total);
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('gaps.lead')}{' '}
        {total > lines.length ? t('gaps.cut', { shown, count: lines.length }) : t('gaps.total', { shown })}
      </Text>
      <div className={frame['rows']} role="region" aria-label={t('tab.gaps')} tabIndex={0}>
        <Table stickyHeader highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={200}>{t('column.client')}</Table.Th>
              <Table.Th w={100}>{t('gaps.tier')}</Table.Th>
              <Table.Th>{t('gaps.what')}</Table.Th>
              <Table.Th w={180} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <GapRow key={line.clientId} line={line} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}

function GapRow({ line: { clientId, name, tier, gaps } }: { readonly line: GapLine }) {
  const { t } = useTranslation(['compliance', 'common']);
  const needsTest = gaps.some((gap) => ofTest.includes(gap));
  const to = needsTest ? `/clients/${clientId}/risk-test` : `/clients/${clientId}`;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/clients/${clientId}`} size="sm">
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Badge color={tierColour[tier]}>{t(`common:tier.${tier}`)}</Badge>
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {gaps.map((gap) => (
            <Badge key={gap} color="orange">
              {t(`gap.${gap}`)}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td ta="right">
        <Button component={Link} to={to} size="compact-sm" variant="light">
          {t(needsTest ? 'gaps.test' : 'gaps.open')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
