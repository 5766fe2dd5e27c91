import { Anchor, Badge, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

/** One product: both ratings and the one used, its risk text, and who of this book holds it. */
export function ProductDetail({ productId }: { readonly productId: string }) {
  const { t } = useTranslation('products');
  const { data, error } = useQuery(api.products.get.queryOptions({ input: { productId } }));
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton height={200} />;
  const facts: readonly (readonly [string, string])[] = [
    [t('column.kind'), t(`kind.${data.kind}`)],
    [t('column.issuer'), data.issuer],
    [t('rating.issuer'), data.issuerRating ?? t('rating.none')],
    [t('rating.seller'), data.sellerRating ?? t('rating.none')],
    [t('rating.used'), data.rating ?? t('rating.UNRATED')],
    [t('column.regime'), t(`regime.${data.regime}`)],
    [t('column.min'), formatMoney(data.minAmountFen)],
    [t('column.term'), data.termDays === null ? t('term.open') : t('term.days', { count: data.termDays })],
    [t('column.status'), t(`status.${data.status}`)],
  ];
  return (
    <Stack gap="md">
      <Table withRowBorders={false} verticalSpacing={2}>
        <Table.Tbody>
          {facts.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Td c="dimmed" w={140}>
                {label}
              </Table.Td>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <div>
        <Title order={3}>{t('detail.risk')}</Title>
        <Text size="sm">{data.riskText || '—'}</Text>
      </div>
      {data.ratingChanges.length > 0 && (
        <div data-testid="rating-changes">
          <Title order={3}>{t('detail.changes')}</Title>
          {data.ratingChanges.map(({ id, ratingBefore, ratingAfter, changedAt }) => (
            <Text key={id} size="sm">
              {t('detail.change', {
                at: formatDateTime(changedAt),
                before: ratingBefore ?? t('rating.none'),
                after: ratingAfter ?? t('rating.none'),
              })}
            </Text>
          ))}
          <Text size="xs" c="dimmed">
            {t('detail.keep')}
          </Text>
        </div>
      )}
      <div>
        <Title order={3}>{t('detail.holders')}</Title>
        {data.holders.length === 0 && <Text c="dimmed">{t('detail.noHolders')}</Text>}
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {data.holders.map(({ clientId, name, amountFen, isToldDue }) => (
              <Table.Tr key={clientId}>
                <Table.Td>
                  <Anchor component={Link} to={`/clients/${clientId}`} size="sm">
                    {name}
                  </Anchor>
                </Table.Td>
                <Table.Td>{isToldDue && <Badge color="orange">{t('detail.toTell')}</Badge>}</Table.Td>
                <Table.Td ta="right">{formatMoney(amountFen)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Stack>
  );
}
