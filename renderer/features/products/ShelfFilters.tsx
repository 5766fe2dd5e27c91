import { Group, Select, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { filterValues, type ShelfFilter } from '#renderer/features/products/filter.ts';
import { formatMoney } from '#renderer/lib/format.ts';

interface Props {
  readonly filter: ShelfFilter;
  readonly starterUpToFen: number;
  readonly onChange: (filter: ShelfFilter) => void;
}

/** The filters over the shelf; each change goes to the address at once. */
export function ShelfFilters({ filter, starterUpToFen, onChange }: Props) {
  const { t } = useTranslation('products');
  const select = (name: keyof typeof filterValues) => (
    <Select
      key={name}
      w={name === 'kind' ? 140 : 116}
      placeholder={t(`filter.${name}`)}
      aria-label={t(`filter.${name}`)}
      clearable
      data={filterValues[name].map((value) => ({ value, label: labelOf(name, value) }))}
      value={filter[name]}
      onChange={(value) => onChange({ ...filter, [name]: value })}
    />
  );
  const labelOf = (name: string, value: string): string =>
    name === 'rating' && value !== 'UNRATED' ? value : t(`${name}.${value}`);
  return (
    <Group gap="xs" mb="sm">
      <TextInput
        w={240}
        leftSection={<IconSearch size={16} />}
        placeholder={t('filter.text')}
        aria-label={t('filter.text')}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      {select('kind')}
      {select('rating')}
      {select('regime')}
      {select('status')}
      <Switch
        label={t('filter.starter', { amount: formatMoney(starterUpToFen) })}
        checked={filter.isStarter}
        onChange={(event) => onChange({ ...filter, isStarter: event.currentTarget.checked })}
      />
    </Group>
  );
}
