import { ActionIcon, Button, Group, Paper, Progress, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconPencil, IconPlus, IconTargetArrow } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeriesFiguresView, SeriesView as Series } from '#core/api/event-series.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { SeriesModal } from '#renderer/features/events/SeriesModal.tsx';
import { ratingWords } from '#renderer/features/events/rating-words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount, formatMoney } from '#renderer/lib/format.ts';

/** The year's plans of salons against what became of them: city by city, quarter by quarter. */
export function SeriesView() {
  const { t } = useTranslation('events');
  const { data: all } = useQuery(api.events.series.list.queryOptions());
  const [edited, setEdited] = useState<Series | 'NEW' | null>(null);
  if (!all) return <Skeleton height={240} />;
  const add = (
    <Button
      variant="light"
      leftSection={<IconPlus size={16} />}
      onClick={() => setEdited('NEW')}
      data-testid="new-series"
    >
      {t('series.new')}
    </Button>
  );
  return (
    <Stack gap="md">
      {all.length === 0 ? (
        <EmptyState
          icon={<IconTargetArrow />}
          title={t('series.none')}
          text={t('series.noneText')}
          action={add}
        />
      ) : (
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t('series.counted')}
          </Text>
          {add}
        </Group>
      )}
      {all.map((series) => (
        <SeriesCard key={series.id} series={series} onEdit={() => setEdited(series)} />
      ))}
      {edited && <SeriesModal series={edited === 'NEW' ? null : edited} onClose={() => setEdited(null)} />}
    </Stack>
  );
}

function SeriesCard({ series, onEdit }: { readonly series: Series; readonly onEdit: () => void }) {
  const { t } = useTranslation('events');
  const { total, cities, outsideYear } = series.progress;
  const share = total.planned === 0 ? 0 : (100 * total.done) / total.planned;
  return (
    <Paper withBorder p="md" data-testid="series">
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Group gap="sm">
          <Text fw={600}>{series.name}</Text>
          <Text c="dimmed">{series.year}</Text>
          <Text size="sm">{t('series.done', { done: total.done, planned: total.planned })}</Text>
        </Group>
        <ActionIcon variant="default" aria-label={t('series.edit', { name: series.name })} onClick={onEdit}>
          <IconPencil size={14} />
        </ActionIcon>
      </Group>
      <Progress value={Math.min(100, share)} size="sm" mb="sm" aria-label={series.name} />
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('form.city')}</Table.Th>
            {[1, 2, 3, 4].map((quarter) => (
              <Table.Th key={quarter} ta="right">
                {t('series.quarter', { n: quarter })}
              </Table.Th>
            ))}
            {(['year', 'cancelled', 'arrived', 'rating', 'cost'] as const).map((column) => (
              <Table.Th key={column} ta="right">
                {t(`series.column.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cities.map(({ city, quarters, total: ofCity }) => (
            <Line key={city} name={city || t('series.anyCity')} quarters={quarters} total={ofCity} />
          ))}
          {cities.length > 1 && <Line name={t('series.sum')} quarters={sums(series)} total={total} isSum />}
        </Table.Tbody>
      </Table>
      {outsideYear > 0 && (
        <Text size="xs" c="orange" mt="xs">
          {t('series.outside', { n: outsideYear })}
        </Text>
      )}
    </Paper>
  );
}

interface LineProps {
  readonly name: string;
  readonly quarters: readonly Pick<SeriesFiguresView, 'done' | 'planned' | 'coming'>[];
  readonly total: SeriesFiguresView;
  readonly isSum?: boolean;
}

function Line({ name, quarters, total, isSum = false }: LineProps) {
  const { t } = useTranslation('events');
  const cost = total.costUnknown > 0 ? t('series.costUnknown', { n: total.costUnknown }) : '';
  return (
    <Table.Tr fw={isSum ? 600 : undefined}>
      <Table.Td>{name}</Table.Td>
      {[...quarters, total].map((figures, at) => (
        <Table.Td key={at} ta="right">
          <Cell figures={figures} />
        </Table.Td>
      ))}
      <Table.Td ta="right">{total.cancelled || '—'}</Table.Td>
      <Table.Td ta="right">{formatCount(total.arrived)}</Table.Td>
      <Table.Td ta="right">{ratingWords(total)}</Table.Td>
      <Table.Td ta="right">
        {formatMoney(total.costFen)}
        {cost && (
          <Text size="xs" c="dimmed">
            {cost}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Done of planned; what is in the calendar stands behind it. */
function Cell({ figures: { done, planned, coming } }: { readonly figures: LineProps['quarters'][number] }) {
  const { t } = useTranslation('events');
  if (done + planned + coming === 0) return <Text c="dimmed">—</Text>;
  return (
    <>
      {t('series.cell', { done, planned })}
      {coming > 0 && (
        <Text span size="xs" c="dimmed">
          {' '}
          {t('series.coming', { n: coming })}
        </Text>
      )}
    </>
  );
}

function sums({ progress: { cities } }: Series): LineProps['quarters'] {
  return [0, 1, 2, 3].map((quarter) => {
    const column = cities.flatMap(({ quarters }) => quarters[quarter] ?? []);
    const add = (key: 'done' | 'planned' | 'coming'): number =>
      column.reduce((all, one) => all + one[key], 0);
    return { done: add('done'), planned: add('planned'), coming: add('coming') };
  });
}
