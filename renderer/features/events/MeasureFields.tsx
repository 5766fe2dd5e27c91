import { NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { EventPlanInput } from '#core/api/event-effect.ts';
import { upliftRules } from '#core/events/uplift-rules.ts';
import { fenOf } from '#renderer/lib/yuan.ts';

/** What a person types about cost and measurement; an empty cost is an unknown one. */
export interface MeasureValues {
  speakers: string;
  costYuan: number | string;
  holdoutPercent: number | string;
}

interface Props<Values extends MeasureValues> {
  readonly form: UseFormReturnType<Values>;
}

/** Asks who speaks, what it costs and how many are left out so that the effect can be measured. */
export function MeasureFields<Values extends MeasureValues>({ form }: Props<Values>) {
  const { t } = useTranslation('events');
  return (
    <SimpleGrid cols={3} mt="sm">
      <TextInput label={t('form.speakers')} {...form.getInputProps('speakers')} />
      <NumberInput
        label={t('form.cost')}
        min={0}
        max={100_000_000}
        decimalScale={2}
        thousandSeparator=","
        placeholder={t('form.unknown')}
        {...form.getInputProps('costYuan')}
      />
      <NumberInput
        label={t('form.holdout')}
        description={t('form.holdoutHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={0}
        max={upliftRules.mostHoldoutPercent}
        allowDecimal={false}
        {...form.getInputProps('holdoutPercent')}
      />
    </SimpleGrid>
  );
}

/** Returns what the fields show for a plan; a new event leaves out the firm's share. */
export function measureValues(plan: EventPlanInput | null): MeasureValues {
  if (!plan) return { speakers: '', costYuan: '', holdoutPercent: upliftRules.holdoutPercent };
  const { speakers, costFen, holdoutPercent } = plan;
  return { speakers, costYuan: costFen === null ? '' : costFen / 100, holdoutPercent };
}

/** Returns the plan that the fields say. */
export function measuredOf({ speakers, costYuan, holdoutPercent }: MeasureValues): EventPlanInput {
  return { speakers, costFen: fenOf(costYuan), holdoutPercent: Number(holdoutPercent) || 0 };
}
