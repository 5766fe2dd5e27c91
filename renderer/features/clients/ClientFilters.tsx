import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Popover,
  SegmentedControl,
  Stack,
  TextInput,
} from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { levelChoice, type ClientFilter } from '#core/clients/filter.ts';
import { FilterChoice as Choice } from '#renderer/features/clients/FilterChoice.tsx';
import { stages } from '#core/lifecycle/stage.ts';
import { tierField } from '#core/sync/fields.ts';
import type { ListState } from '#renderer/features/clients/use-list-state.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api } from '#renderer/lib/api.ts';

const settleMs = 120;
const fenPerWan = 1_000_000;

/** Everything a list of clients can be narrowed by; what is set lives in the address. */
export function ClientFilters({ list }: { readonly list: ListState }) {
  const { t } = useClientWords();
  const { data: choices } = useQuery(api.clients.choices.queryOptions());
  const { filter, setFilter } = list;
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Group gap="xs" mb="xs" wrap="wrap">
      <SearchBox text={filter.text ?? ''} onText={(text) => setFilter({ text })} />
      <Choice
        label={t('filter.stage')}
        values={filter.stages}
        options={stages.map((value) => ({ value, label: t(`common:stage.${value}`) }))}
        onChange={(values) => setFilter({ stages: values as ClientFilter['stages'] })}
      />
      <Choice
        label={t('filter.tier')}
        values={filter.tiers}
        options={tierField.options.map((value) => ({ value, label: t(`common:tier.${value}`) }))}
        onChange={(values) => setFilter({ tiers: values as ClientFilter['tiers'] })}
      />
      <Choice
        label={t('filter.level')}
        values={filter.levels}
        options={levelChoice.options.map((value) => ({ value, label: t(`level.choice.${value}`) }))}
        onChange={(values) => setFilter({ levels: values as ClientFilter['levels'] })}
      />
      <Choice
        label={t('filter.tag')}
        values={filter.tags}
        options={(choices?.tags ?? []).map(({ name, count }) => ({
          value: name,
          label: `${name} · ${count}`,
        }))}
        onChange={(tags) => setFilter({ tags })}
      />
      <Choice
        label={t('filter.city')}
        values={filter.cities}
        options={(choices?.cities ?? []).map(({ name, count }) => ({
          value: name,
          label: `${name} · ${count}`,
        }))}
        onChange={(cities) => setFilter({ cities })}
      />
      <MoreFilters list={list} owners={choices?.owners ?? []} />
      {isFiltered && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} />}
          onClick={() => list.show({}, list.sort)}
        >
          {t('filter.clear')}
        </Button>
      )}
    </Group>
  );
}

/** Types ahead of the list: the address follows when the fingers rest, and never while an input method composes. */
function SearchBox({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const { t } = useClientWords();
  const [typed, setTyped] = useState(text);
  const [sent, setSent] = useState(text);
  const settle = useDebouncedCallback((value: string) => {
    setSent(value);
    onText(value);
  }, settleMs);
  if (text !== sent) {
    setSent(text);
    setTyped(text);
  }
  return (
    <TextInput
      w={220}
      value={typed}
      leftSection={<IconSearch size={16} />}
      placeholder={t('filter.text')}
      aria-label={t('filter.text')}
      onChange={({ currentTarget, nativeEvent }) => {
        setTyped(currentTarget.value);
        if (!(nativeEvent as InputEvent).isComposing) settle(currentTarget.value);
      }}
      onCompositionEnd={({ currentTarget }) => settle(currentTarget.value)}
    />
  );
}

interface MoreProps {
  readonly list: ListState;
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}

function MoreFilters({ list, owners }: MoreProps) {
  const { t } = useClientWords();
  const { filter, setFilter } = list;
  const set = [filter.owners, filter.isBlocked, filter.hasPhone, filter.minAumFen, filter.maxAumFen];
  const count = set.filter((value) => value !== undefined).length;
  return (
    <Popover width={280} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />}>
          {t('filter.more')}
          {count > 0 ? ` · ${count}` : ''}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Group gap="xs" grow>
            <Amount
              label={t('filter.minAum')}
              fen={filter.minAumFen}
              onFen={(minAumFen) => setFilter({ minAumFen })}
            />
            <Amount
              label={t('filter.maxAum')}
              fen={filter.maxAumFen}
              onFen={(maxAumFen) => setFilter({ maxAumFen })}
            />
          </Group>
          <MultiSelect
            label={t('filter.owner')}
            data={owners.map(({ id, name }) => ({ value: id, label: name }))}
            value={[...(filter.owners ?? [])]}
            onChange={(ids) => setFilter({ owners: ids.length > 0 ? ids : undefined })}
            comboboxProps={{ withinPortal: false }}
          />
          <YesNo
            label={t('filter.blocked')}
            value={filter.isBlocked}
            onValue={(isBlocked) => setFilter({ isBlocked })}
          />
          <YesNo
            label={t('filter.hasPhone')}
            value={filter.hasPhone}
            onValue={(hasPhone) => setFilter({ hasPhone })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface AmountProps {
  readonly label: string;
  readonly fen: number | undefined;
  readonly onFen: (fen: number | undefined) => void;
}

/** Balances are typed in 万, as people speak of them. */
function Amount({ label, fen, onFen }: AmountProps) {
  return (
    <NumberInput
      label={label}
      min={0}
      value={fen === undefined ? '' : fen / fenPerWan}
      onChange={(value) => onFen(value === '' ? undefined : Math.round(Number(value) * fenPerWan))}
    />
  );
}

interface YesNoProps {
  readonly label: string;
  readonly value: boolean | undefined;
  readonly onValue: (value: boolean | undefined) => void;
}

function YesNo({ label, value, onValue }: YesNoProps) {
  const { t } = useClientWords();
  return (
    <Group justify="space-between">
      {label}
      <SegmentedControl
        size="xs"
        aria-label={label}
        value={value === undefined ? 'any' : value ? 'yes' : 'no'}
        onChange={(choice) => onValue(choice === 'any' ? undefined : choice === 'yes')}
        data={['any', 'yes', 'no'].map((choice) => ({ value: choice, label: t(`filter.${choice}`) }))}
      />
    </Group>
  );
}
