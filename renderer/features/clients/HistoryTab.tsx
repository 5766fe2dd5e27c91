import { Button, Chip, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { contactOutcomes } from '#core/calls/contact.ts';
import { historyKinds, type TimelineFilter } from '#core/clients/timeline.ts';
import { BudgetCard } from '#renderer/features/clients/BudgetCard.tsx';
import classes from '#renderer/features/clients/clients.module.css';
import { Timeline } from '#renderer/features/clients/Timeline.tsx';
import { everyKind } from '#renderer/features/clients/timeline-query.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { deskLeftAt } from '#renderer/features/calls/desk-memory.ts';
import { api } from '#renderer/lib/api.ts';
import { isTyping } from '#renderer/lib/keys.ts';

interface FilterProps {
  readonly filter: TimelineFilter;
  readonly onChange: (filter: TimelineFilter) => void;
}

/** Every contact with a client on every channel, what was refused, and what may still be done; all by keyboard. */
export function HistoryTab({ clientId }: { readonly clientId: string }) {
  const [filter, setFilter] = useState(everyKind);
  useHistoryKeys(filter, setFilter);
  return (
    <div className={classes.columns} data-testid="history">
      <Stack gap="xs" mih={0}>
        <HistoryFilters filter={filter} onChange={setFilter} />
        <Timeline key={JSON.stringify([clientId, filter])} clientId={clientId} filter={filter} />
      </Stack>
      <Stack gap="sm" className={classes.side}>
        <BudgetCard clientId={clientId} />
      </Stack>
    </div>
  );
}

function HistoryFilters({ filter, onChange }: FilterProps) {
  const { t } = useClientWords();
  const isNarrowed = JSON.stringify(filter) !== JSON.stringify(everyKind);
  return (
    <Stack gap={6} role="group" aria-label={t('history.filter')}>
      <Group gap={6}>
        {historyKinds.map((kind, index) => (
          <Chip
            key={kind}
            size="xs"
            checked={filter.kinds?.includes(kind) ?? true}
            onChange={() => onChange(toggled(filter, index))}
          >
            {index + 1} {t(`history.kind.${kind}`)}
          </Chip>
        ))}
      </Group>
      <Group gap={6}>
        <Choices filter={filter} onChange={onChange} />
        {(['from', 'until'] as const).map((end) => (
          <TextInput
            key={end}
            size="xs"
            type="date"
            w={132}
            aria-label={t(`history.${end}`)}
            value={filter[end] ?? ''}
            onChange={({ currentTarget }) => onChange({ ...filter, [end]: currentTarget.value || null })}
          />
        ))}
        {isNarrowed && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(everyKind)}>
            {t('history.clear')}
          </Button>
        )}
        <Text size="xs" c="dimmed" ml="auto">
          {t('history.keys')}
        </Text>
      </Group>
    </Stack>
  );
}

function Choices({ filter, onChange }: FilterProps) {
  const { t } = useClientWords();
  const { data } = useQuery(api.clients.choices.queryOptions());
  return (
    <>
      <Select
        size="xs"
        w={140}
        clearable
        aria-label={t('history.outcome')}
        placeholder={t('history.outcome')}
        value={filter.outcome}
        data={contactOutcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChange={(outcome) => onChange({ ...filter, outcome })}
      />
      <Select
        size="xs"
        w={140}
        clearable
        aria-label={t('history.who')}
        placeholder={t('history.who')}
        value={filter.managerId}
        data={(data?.owners ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(managerId) => onChange({ ...filter, managerId })}
      />
    </>
  );
}

/** The first press of a kind shows it alone; more presses add and take away; with none left all are shown again. */
function toggled(filter: TimelineFilter, index: number): TimelineFilter {
  const kind = historyKinds[index];
  const shown = filter.kinds ?? historyKinds;
  if (!kind) return filter;
  if (shown.length === historyKinds.length) return { ...filter, kinds: [kind] };
  const kinds = shown.includes(kind) ? shown.filter((one) => one !== kind) : [...shown, kind];
  return { ...filter, kinds: kinds.length > 0 ? kinds : [...historyKinds] };
}

function useHistoryKeys(filter: TimelineFilter, onChange: (filter: TimelineFilter) => void): void {
  const navigate = useNavigate();
  const leave = (): void => {
    if (deskLeftAt()) void navigate({ to: '/calls' });
    else history.back();
  };
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
    const digit = /^Digit([0-7])$/.exec(event.code)?.[1];
    if (digit) onChange(digit === '0' ? everyKind : toggled(filter, Number(digit) - 1));
    else if (event.code === 'Escape') leave();
    else if (event.code === 'ArrowDown' || event.code === 'ArrowUp') focusList(event);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

/** The first arrow puts the cursor into the list, which scrolls by itself from then on. */
function focusList(event: KeyboardEvent): void {
  const list = document.querySelector<HTMLElement>('[data-testid="timeline"]');
  if (!list || list.contains(document.activeElement)) return;
  event.preventDefault();
  list.focus();
}
