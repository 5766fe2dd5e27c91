import {
  Badge,
  Button,
  Group,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
  Tooltip,
} from '@mantine/core';
import { IconChartDonut } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { AllocationGaps } from '#renderer/features/products/AllocationGaps.tsx';
import { RatingBadge } from '#renderer/features/products/RatingBadge.tsx';
import { ShareDonut } from '#renderer/features/products/ShareDonut.tsx';
import { VerdictDrawer, type OpenedVerdict } from '#renderer/features/risk/VerdictDrawer.tsx';
import { api, type client } from '#renderer/lib/api.ts';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

type Holdings = Awaited<ReturnType<typeof client.products.holdings>>;

const ratingColour: Readonly<Record<string, string>> = {
  R1: 'brand.3',
  R2: 'brand.5',
  R3: 'brand.7',
  R4: 'indigo.5',
  R5: 'indigo.8',
};
const kindColour: Readonly<Record<string, string>> = {
  BANK_WEALTH: 'brand.6',
  TRUST: 'indigo.5',
  INSURANCE: 'cyan.6',
  UNIT_LINKED: 'cyan.8',
  FUND: 'yellow.6',
  PRIVATE_FUND: 'grape.5',
  SECURITIES_PLAN: 'orange.5',
};

/** What a client holds: the sum, how it divides by rating and kind, and each holding. */
export function HoldingsTab({ clientId }: { readonly clientId: string }) {
  const { t } = useTranslation('products');
  const [opened, setOpened] = useState<OpenedVerdict | null>(null);
  const { data, error, refetch } = useQuery(api.products.holdings.queryOptions({ input: { clientId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={240} mt="sm" />;
  const { totalFen, byRating, byKind } = data;
  const judged = (
    <>
      <AllocationGaps clientId={clientId} onOpen={setOpened} />
      <VerdictDrawer clientId={clientId} opened={opened} onClose={() => setOpened(null)} />
    </>
  );
  if (data.holdings.length === 0) {
    return (
      <Stack gap="md" mt="sm">
        <EmptyState icon={<IconChartDonut />} title={t('holdings.empty')} text={t('holdings.emptyText')} />
        {judged}
      </Stack>
    );
  }
  return (
    <Stack gap="md" mt="sm">
      <Group justify="space-between" align="baseline">
        <Group gap="sm" align="baseline">
          <Title order={2}>
            {t('holdings.total')} {formatMoney(totalFen)}
          </Title>
          <AgainstLevel data={data} />
        </Group>
        <Text size="xs" c="dimmed">
          {data.asOf === null ? '' : t('holdings.asOf', { at: formatDateTime(data.asOf) })}
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <ShareDonut
          title={t('holdings.byRating')}
          shares={byRating}
          totalFen={totalFen}
          nameOf={(key) => (key === 'UNRATED' ? t('rating.UNRATED') : key)}
          colourOf={(key) => ratingColour[key] ?? 'gray.5'}
        />
        <ShareDonut
          title={t('holdings.byKind')}
          shares={byKind}
          totalFen={totalFen}
          nameOf={(key) => t(`kind.${key}`)}
          colourOf={(key) => kindColour[key] ?? 'gray.5'}
        />
      </SimpleGrid>
      <HoldingsTable data={data} onOpen={setOpened} />
      {judged}
    </Stack>
  );
}

/** How much of what is held lies above the level; it may all be kept. */
function AgainstLevel({ data: { level, overFen, totalFen } }: { readonly data: Holdings }) {
  const { t } = useTranslation('products');
  if (level === null || overFen === null) return <Badge color="gray">{t('holdings.noLevel')}</Badge>;
  if (overFen === 0) return <Badge color="teal">{t('holdings.allWithin', { level })}</Badge>;
  const share = `${((overFen / totalFen) * 100).toFixed(1)}%`;
  return (
    <Badge color="yellow">{t('holdings.overShare', { level, amount: formatMoney(overFen), share })}</Badge>
  );
}

function HoldingsTable({
  data,
  onOpen,
}: {
  readonly data: Holdings;
  readonly onOpen: (opened: OpenedVerdict) => void;
}) {
  const { t } = useTranslation('products');
  return (
    <Table aria-label={t('holdings.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('column.product')}</Table.Th>
          <Table.Th>{t('column.kind')}</Table.Th>
          <Table.Th>{t('column.rating')}</Table.Th>
          <Table.Th ta="right">{t('column.amount')}</Table.Th>
          <Table.Th>{t('column.since')}</Table.Th>
          <Table.Th>{t('column.matures')}</Table.Th>
          <Table.Th>{t('column.note')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.holdings.map(({ id, product, amountFen, sinceDay, maturesOn, isOverLevel, ratingChange }) => (
          <Table.Tr key={id}>
            <Table.Td>{product?.name ?? t('holdings.unknown')}</Table.Td>
            <Table.Td>{t(`kind.${product?.kind ?? 'UNKNOWN'}`)}</Table.Td>
            <Table.Td>{product ? <RatingBadge {...product} /> : '—'}</Table.Td>
            <Table.Td ta="right">{formatMoney(amountFen)}</Table.Td>
            <Table.Td>{sinceDay}</Table.Td>
            <Table.Td>{maturesOn ?? t('term.open')}</Table.Td>
            <Table.Td>
              <Group gap={6}>
                {isOverLevel === true && product && (
                  <Tooltip label={t(`holdings.keep.${product.regime}`)} multiline maw={300}>
                    <Badge color="gray" tabIndex={0}>
                      {t('holdings.over', { level: data.level })}
                    </Badge>
                  </Tooltip>
                )}
                {ratingChange && product && (
                  <Button
                    size="compact-xs"
                    variant="light"
                    color={ratingChange.isToldDue ? 'orange' : 'gray'}
                    onClick={() =>
                      onOpen({ productId: product.id, name: product.name, action: 'KEEP_HOLDING' })
                    }
                    data-testid="rating-change"
                  >
                    {t(ratingChange.isToldDue ? 'holdings.toTell' : 'holdings.rerated', {
                      before: ratingChange.ratingBefore ?? '—',
                      after: ratingChange.ratingAfter ?? '—',
                    })}
                  </Button>
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
