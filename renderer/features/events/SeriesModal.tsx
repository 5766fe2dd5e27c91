import { ActionIcon, Button, Group, Modal, NumberInput, Table, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeriesView } from '#core/api/event-series.ts';
import { businessDayOf } from '#core/base/time.ts';
import type { EventSeriesFields } from '#core/events/series.ts';
import { showFailure } from '#renderer/features/events/failure.ts';
import { client } from '#renderer/lib/api.ts';

interface Props {
  /** The plan to change; null makes a new one. */
  readonly series: SeriesView | null;
  readonly onClose: () => void;
}

interface Line {
  key: string;
  city: string;
  quarters: (number | string)[];
}
interface Values {
  name: string;
  year: number | string;
  lines: Line[];
}

/** Asks for a year's plan: how many salons in which city and quarter. */
export function SeriesModal({ series, onClose }: Props) {
  const { t } = useTranslation('events');
  const [isSaving, setSaving] = useState(false);
  const form = useForm<Values>({
    initialValues: valuesOf(series),
    validate: {
      name: (name) => (name.trim() === '' ? t('form.titleNeeded') : null),
      lines: {
        city: (city, { lines }) =>
          lines.filter((line) => line.city.trim() === city.trim()).length > 1 ? t('series.twice') : null,
      },
    },
  });
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setSaving(true);
    try {
      await work();
      onClose();
    } catch (error) {
      showFailure(error);
    } finally {
      setSaving(false);
    }
  };
  const save = (values: Values): Promise<void> =>
    run(() => client.events.series.save({ seriesId: series?.id ?? null, plan: planOf(values) }));
  return (
    <Modal opened onClose={onClose} size="lg" title={series ? t('series.change') : t('series.new')}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Group grow align="flex-start">
          <TextInput
            data-autofocus
            withAsterisk
            maxLength={120}
            label={t('form.title')}
            {...form.getInputProps('name')}
          />
          <NumberInput
            label={t('series.column.forYear')}
            min={2000}
            max={2100}
            allowDecimal={false}
            {...form.getInputProps('year')}
          />
        </Group>
        <Table mt="sm" withRowBorders={false} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('form.city')}</Table.Th>
              {[1, 2, 3, 4].map((quarter) => (
                <Table.Th key={quarter}>{t('series.quarter', { n: quarter })}</Table.Th>
              ))}
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {form.values.lines.map((line, at) => (
              <Table.Tr key={line.key}>
                <Table.Td>
                  <TextInput
                    aria-label={t('form.city')}
                    placeholder={t('series.anyCity')}
                    maxLength={60}
                    {...form.getInputProps(`lines.${at}.city`)}
                  />
                </Table.Td>
                {line.quarters.map((_, quarter) => (
                  <Table.Td key={quarter} w={84}>
                    <NumberInput
                      aria-label={`${line.city || t('series.anyCity')} ${t('series.quarter', { n: quarter + 1 })}`}
                      min={0}
                      max={999}
                      allowDecimal={false}
                      {...form.getInputProps(`lines.${at}.quarters.${quarter}`)}
                    />
                  </Table.Td>
                ))}
                <Table.Td w={40}>
                  <ActionIcon
                    color="gray"
                    aria-label={t('series.removeCity', { city: line.city || t('series.anyCity') })}
                    onClick={() => form.removeListItem('lines', at)}
                  >
                    <IconTrash size={14} />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('lines', emptyLine())}
        >
          {t('series.addCity')}
        </Button>
        <Group justify="space-between" mt="md">
          {series ? (
            <Button
              variant="subtle"
              color="red"
              onClick={() => void run(() => client.events.series.remove({ seriesId: series.id }))}
            >
              {t('series.remove')}
            </Button>
          ) : (
            <span />
          )}
          <Group>
            <Button variant="default" onClick={onClose}>
              {t('cancelAction')}
            </Button>
            <Button type="submit" loading={isSaving} data-testid="save-series">
              {t('save')}
            </Button>
          </Group>
        </Group>
      </form>
    </Modal>
  );
}

function emptyLine(): Line {
  return { key: crypto.randomUUID(), city: '', quarters: [0, 0, 0, 0] };
}

function valuesOf(series: SeriesView | null): Values {
  if (!series) {
    return { name: '', year: Number(businessDayOf(Date.now()).slice(0, 4)), lines: [emptyLine()] };
  }
  const lines = Object.entries(series.targets).map(([city, quarters]) => ({ key: city, city, quarters }));
  return { name: series.name, year: series.year, lines };
}

function planOf({ name, year, lines }: Values): EventSeriesFields {
  const targets = lines.map(({ city, quarters }) => [
    city.trim(),
    quarters.map((planned) => Math.max(0, Math.round(Number(planned) || 0))),
  ]);
  return { name: name.trim(), year: Number(year), targets: Object.fromEntries(targets) };
}
