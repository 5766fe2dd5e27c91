import { NumberInput, SegmentedControl } from '@mantine/core';
import { investorDocuments } from '#core/risk/investor-documents.ts';
import { YuanInput } from '#renderer/components/YuanInput.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import type { client } from '#renderer/lib/api.ts';

export type Given = Parameters<typeof client.risk.recordFact>[0];

const choices = { REQUEST: ['PROFESSIONAL', 'ORDINARY'], DECISION: ['ACCEPTED', 'DECLINED'] } as const;

interface Props {
  readonly given: Given;
  readonly onChange: (part: Partial<Given>) => void;
}

/** The value of a fact as its kind has one: an amount typed in yuan and kept in fen, months, a choice, or none. */
export function FactValue({ given, onChange }: Props) {
  const { t } = useRiskWords();
  const { value } = investorDocuments.facts[given.what];
  if (value === 'AMOUNT')
    return (
      <YuanInput
        key={given.what}
        label={t('investor.amount')}
        withAsterisk
        firstFen={given.amountFen}
        onFen={(amountFen) => onChange({ amountFen })}
        data-testid="fact-amount"
      />
    );
  if (value === 'MONTHS')
    return (
      <NumberInput
        label={t('investor.monthsLabel')}
        description={t('investor.monthsText')}
        min={0}
        max={1200}
        allowDecimal={false}
        withAsterisk
        value={given.months ?? ''}
        onChange={(months) => onChange({ months: typeof months === 'number' ? months : null })}
        data-testid="fact-months"
      />
    );
  if (value === 'NONE') return null;
  return (
    <SegmentedControl
      aria-label={t('investor.column.value')}
      data={choices[value].map((choice) => ({ value: choice, label: t(`investor.choice.${choice}`) }))}
      value={given.choice ?? ''}
      onChange={(choice) => onChange({ choice: choice as Given['choice'] })}
    />
  );
}
