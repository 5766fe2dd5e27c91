import { MultiSelect, Select, SimpleGrid } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EventValues } from '#renderer/features/events/event-form.ts';
import { api } from '#renderer/lib/api.ts';

/** Asks who hosts a salon together and which year's plan it counts for. */
export function HostFields({ form }: { readonly form: UseFormReturnType<EventValues> }) {
  const { t } = useTranslation('events');
  const { data: managers = [] } = useQuery(api.events.managers.queryOptions());
  const { data: series = [] } = useQuery(api.events.series.list.queryOptions());
  const me = managers.find(({ isMe }) => isMe)?.id;
  const hosts = form.values.hostManagerIds.filter((id) => id !== me);
  return (
    <SimpleGrid cols={2} mt="sm">
      <MultiSelect
        label={t('form.hosts')}
        placeholder={hosts.length === 0 ? t('form.hostsHint') : ''}
        searchable
        data={managers.filter(({ isMe }) => !isMe).map(({ id, name }) => ({ value: id, label: name }))}
        value={hosts}
        onChange={(ids) => form.setFieldValue('hostManagerIds', me === undefined ? ids : [me, ...ids])}
        data-testid="event-hosts"
      />
      <Select
        label={t('form.series')}
        placeholder={t('form.noSeries')}
        clearable
        data={series.map(({ id, name, year }) => ({ value: id, label: `${year} · ${name}` }))}
        {...form.getInputProps('seriesId')}
        data-testid="event-series"
      />
    </SimpleGrid>
  );
}
