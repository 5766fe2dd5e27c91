import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly value?: string[];
  readonly onChange: (productIds: string[]) => void;
  readonly error?: string;
}

/** Which products a talk will name: every guest is judged for each of them. */
export function TalkProducts({ value = [], onChange, error = '' }: Props) {
  const { t } = useTranslation('events');
  const { data } = useQuery(api.products.list.queryOptions());
  return (
    <MultiSelect
      mt="sm"
      label={t('form.products')}
      description={t('form.productTalkHint')}
      withAsterisk
      searchable
      value={value}
      onChange={onChange}
      error={error}
      data={(data?.products ?? []).map(({ id, name, rating }) => ({
        value: id,
        label: rating ? `${name} · ${rating}` : name,
      }))}
      data-testid="talk-products"
    />
  );
}
