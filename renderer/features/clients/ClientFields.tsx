import { Group, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import 'dayjs/locale/zh-cn';
import { useTranslation } from 'react-i18next';
import { clientFields } from '#core/clients/client.ts';
import { tierField } from '#core/sync/fields.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import type { client } from '#renderer/lib/api.ts';

export type Correction = Parameters<typeof client.clients.correct>[0]['patch'];

interface Props {
  readonly value: Correction;
  readonly onChange: (change: Correction) => void;
  /** Shown in the empty phone box: the masked number on file. */
  readonly phoneHint?: string | undefined;
  readonly phoneError?: string | undefined;
  readonly birthDayError?: string | undefined;
}

const { gender, incomeBand, capacity } = clientFields.shape;

/** The fields of a client that a manager fills in. */
export function ClientFields({ value, onChange, phoneHint, phoneError, birthDayError }: Props) {
  const { t } = useClientWords();
  const { i18n } = useTranslation();
  const text = (field: 'name' | 'phone' | 'city' | 'occupation') => ({
    label: t(`field.${field}`),
    value: value[field] ?? '',
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ [field]: currentTarget.value }),
  });
  const choice = (group: string, options: readonly string[]) =>
    options.map((option) => ({ value: option, label: t(`${group}.${option}`) }));
  return (
    <>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
        <TextInput {...text('name')} required maxLength={100} data-autofocus />
        <TextInput
          {...text('phone')}
          inputMode="tel"
          placeholder={phoneHint ?? ''}
          error={phoneError}
          maxLength={60}
        />
        <DateInput
          label={t('field.birthDay')}
          valueFormat="YYYY-MM-DD"
          placeholder="1980-01-31"
          locale={i18n.language === 'en' ? 'en' : 'zh-cn'}
          clearable
          value={value.birthDay ?? null}
          error={birthDayError}
          onChange={(birthDay) => onChange({ birthDay })}
        />
        <TextInput {...text('city')} maxLength={60} />
        <Select
          label={t('field.gender')}
          clearable
          data={choice('gender', gender.unwrap().options)}
          value={value.gender ?? null}
          onChange={(next) => onChange({ gender: next as Correction['gender'] })}
        />
        <Select
          label={t('field.tier')}
          allowDeselect={false}
          data={choice('common:tier', tierField.options)}
          value={value.tier ?? 'MASS'}
          onChange={(next) => onChange({ tier: (next ?? 'MASS') as NonNullable<Correction['tier']> })}
        />
        <TextInput {...text('occupation')} maxLength={60} />
        <Select
          label={t('field.incomeBand')}
          clearable
          data={choice('incomeBand', incomeBand.unwrap().options)}
          value={value.incomeBand ?? null}
          onChange={(next) => onChange({ incomeBand: next as Correction['incomeBand'] })}
        />
      </SimpleGrid>
      <Group mt="sm" grow align="flex-start">
        <Select
          label={t('field.capacity')}
          clearable
          data={choice('capacity', capacity.unwrap().options)}
          value={value.capacity ?? null}
          onChange={(next) => onChange({ capacity: next as Correction['capacity'] })}
        />
        <Textarea
          label={t('field.otherPlatforms')}
          autosize
          maxRows={4}
          value={value.otherPlatforms ?? ''}
          onChange={({ currentTarget }) => onChange({ otherPlatforms: currentTarget.value })}
        />
      </Group>
    </>
  );
}
