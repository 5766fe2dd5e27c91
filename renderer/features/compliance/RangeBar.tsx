import { Button, Chip, CloseButton, Group, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isBusinessDay } from '#core/base/time.ts';
import { entryKinds, type EntryFilter, type EntryKind } from '#core/compliance/entry.ts';
import { overContactDays } from '#core/consent/over-contact.ts';
import { lastDays, spans } from '#renderer/features/compliance/filter.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly filter: EntryFilter;
  readonly counts: Partial<Record<EntryKind, number>> | undefined;
  /** The client the list is narrowed to, by name where one is known. */
  readonly clientName: string | null;
  readonly onChange: (next: Partial<EntryFilter>) => void;
}

/** The range of days, the kinds with their counts, and the client the list is narrowed to. */
export function RangeBar({ filter, counts, clientName, onChange }: Props) {
  const { t } = useTranslation('compliance');
  const total = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  const day = (name: 'from' | 'to') => (
    <TextInput
      key={name}
      type="date"
      w={150}
      required
      aria-label={t(`range.${name}`)}
      value={filter[name]}
      min={name === 'to' ? filter.from : undefined}
      max={name === 'from' ? filter.to : undefined}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (isBusinessDay(value)) onChange({ from: filter.from, to: filter.to, [name]: value });
      }}
    />
  );
  return (
    <>
      <Group gap="xs" mb="xs">
        {day('from')}
        <Text c="dimmed" aria-hidden>
          –
        </Text>
        {day('to')}
        {spans
          .toSorted((a, b) => a - b)
          .map((days) => (
            <Button key={days} size="compact-sm" variant="subtle" onClick={() => onChange(lastDays(days))}>
              {days === 1 ? t('range.today') : t('range.days', { count: days })}
            </Button>
          ))}
        {filter.clientId !== null && (
          <Group gap={4} wrap="nowrap">
            <Text size="sm">{t('range.client', { name: clientName ?? t('range.oneClient') })}</Text>
            <CloseButton
              size="sm"
              aria-label={t('range.allClients')}
              onClick={() => onChange({ clientId: null })}
            />
          </Group>
        )}
      </Group>
      <Chip.Group
        multiple
        value={[...filter.kinds]}
        onChange={(kinds) => onChange({ kinds: kinds as EntryKind[] })}
      >
        <Group gap={6} mb="sm" role="group" aria-label={t('column.kind')}>
          <Chip size="xs" checked={filter.kinds.length === 0} onChange={() => onChange({ kinds: [] })}>
            {t('range.all', { shown: formatCount(total) })}
          </Chip>
          {entryKinds.map((kind) => (
            <Chip
              key={kind}
              size="xs"
              value={kind}
              disabled={counts?.[kind] === 0 && !filter.kinds.includes(kind)}
            >
              {t(`kind.${kind}`)} {formatCount(counts?.[kind] ?? 0)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {filter.from < lastDays(overContactDays).from && (
        <Text size="xs" c="dimmed" mb="xs">
          {t('range.overKept', { count: overContactDays })}
        </Text>
      )}
    </>
  );
}
