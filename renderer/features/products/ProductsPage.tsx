import { Button, Drawer, Skeleton } from '@mantine/core';
import { IconBuildingStore, IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import {
  filterOf,
  passes,
  searchOf,
  type ShelfFilter,
  type ShelfProduct,
} from '#renderer/features/products/filter.ts';
import { ProductDetail } from '#renderer/features/products/ProductDetail.tsx';
import { ShelfFilters } from '#renderer/features/products/ShelfFilters.tsx';
import { ShelfTable } from '#renderer/features/products/ShelfTable.tsx';
import { api } from '#renderer/lib/api.ts';

/** The product shelf: what may be sold at all, by whose rules, rated how, from how much. */
export function ProductsPage() {
  const { t } = useTranslation('products');
  const navigate = useNavigate();
  const filter = filterOf(useSearch({ strict: false }));
  const [opened, setOpened] = useState<ShelfProduct | null>(null);
  const { data, error, refetch } = useQuery(api.products.list.queryOptions());
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={320} />;
  const narrow = (next: ShelfFilter): void =>
    void navigate({ to: '/products', search: searchOf(next), replace: true });
  const shown = data.products.filter((product) => passes(product, filter));
  if (data.products.length === 0)
    return <EmptyState icon={<IconBuildingStore />} title={t('empty.title')} text={t('empty.text')} />;
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle', { count: data.products.length, shown: shown.length })}
      />
      <ShelfFilters filter={filter} starterUpToFen={data.starterUpToFen} onChange={narrow} />
      {shown.length > 0 ? (
        <ShelfTable products={shown} onOpen={setOpened} />
      ) : (
        <EmptyState
          icon={<IconFilterOff />}
          title={t('empty.filtered')}
          action={
            <Button variant="light" onClick={() => narrow(filterOf({}))}>
              {t('filter.clear')}
            </Button>
          }
        />
      )}
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        title={opened?.name}
        closeButtonProps={{ 'aria-label': t('detail.close') }}
        size="md"
      >
        {opened && <ProductDetail productId={opened.id} />}
      </Drawer>
    </>
  );
}
