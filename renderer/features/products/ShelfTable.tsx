import { Anchor, Badge, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ShelfProduct } from '#renderer/features/products/filter.ts';
import { RatingBadge } from '#renderer/features/products/RatingBadge.tsx';
import { formatMoney } from '#renderer/lib/format.ts';

interface Props {
  readonly products: readonly ShelfProduct[];
  readonly onOpen: (product: ShelfProduct) => void;
}

const statusColour = { ON_SALE: 'teal', SUSPENDED: 'orange', CLOSED: 'gray', UNKNOWN: 'red' } as const;

/** The shelf as a table: rating used with both ratings where they differ, rule book, minimum, term, status. */
export function ShelfTable({ products, onOpen }: Props) {
  const { t } = useTranslation('products');
  return (
    <Table stickyHeader highlightOnHover aria-label={t('title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('column.product')}</Table.Th>
          <Table.Th>{t('column.kind')}</Table.Th>
          <Table.Th>{t('column.rating')}</Table.Th>
          <Table.Th>{t('column.regime')}</Table.Th>
          <Table.Th ta="right">{t('column.min')}</Table.Th>
          <Table.Th ta="right">{t('column.term')}</Table.Th>
          <Table.Th>{t('column.status')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {products.map((product) => (
          <Table.Tr key={product.id}>
            <Table.Td>
              <Group gap={6} wrap="nowrap">
                <Anchor component="button" size="sm" ta="left" onClick={() => onOpen(product)}>
                  {product.name}
                </Anchor>
                {product.isPrivate && <Badge color="gray">{t('badge.private')}</Badge>}
                {product.isStarter && <Badge color="brand">{t('badge.starter')}</Badge>}
              </Group>
              <Text size="xs" c="dimmed">
                {product.code} · {product.issuer}
              </Text>
            </Table.Td>
            <Table.Td>{t(`kind.${product.kind}`)}</Table.Td>
            <Table.Td>
              <RatingBadge {...product} />
            </Table.Td>
            <Table.Td>{t(`regime.${product.regime}`)}</Table.Td>
            <Table.Td ta="right">{formatMoney(product.minAmountFen)}</Table.Td>
            <Table.Td ta="right">
              {product.termDays === null ? t('term.open') : t('term.days', { count: product.termDays })}
            </Table.Td>
            <Table.Td>
              <Badge color={statusColour[product.status]}>{t(`status.${product.status}`)}</Badge>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
