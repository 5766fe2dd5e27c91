import { Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { YuanInput } from '#renderer/components/YuanInput.tsx';
import type { Matter } from '#renderer/features/risk/VerdictSteps.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';

type Premium = NonNullable<Matter['premium']>;

/** The premium an insurance is judged by (NFRA 39): single or yearly, typed in yuan and kept in fen, and how long it is paid. */
export function PremiumFields({ onChange }: { readonly onChange: (premium: Premium | null) => void }) {
  const { t } = useRiskWords();
  const [mode, setMode] = useState<Premium['mode']>('YEARLY');
  const [amountFen, setAmountFen] = useState<number | null>(null);
  const [payYears, setPayYears] = useState(1);
  const tell = (part: { mode?: Premium['mode']; amountFen?: number | null; payYears?: number }): void => {
    const now = { mode, amountFen, payYears, ...part };
    setMode(now.mode);
    setAmountFen(now.amountFen);
    setPayYears(now.payYears);
    const isNamed = now.amountFen !== null && now.amountFen > 0;
    const years = now.mode === 'SINGLE' ? 1 : now.payYears;
    onChange(isNamed ? { mode: now.mode, amountFen: now.amountFen ?? 0, payYears: years } : null);
  };
  return (
    <Stack gap={4} data-testid="premium">
      <Group align="flex-end" gap="sm">
        <SegmentedControl
          aria-label={t('premium.mode')}
          data={(['YEARLY', 'SINGLE'] as const).map((value) => ({ value, label: t(`premium.${value}`) }))}
          value={mode}
          onChange={(chosen) => tell({ mode: chosen as Premium['mode'] })}
        />
        <YuanInput label={t('premium.amount')} onFen={(fen) => tell({ amountFen: fen })} />
        {mode === 'YEARLY' && (
          <NumberInput
            label={t('premium.payYears')}
            min={1}
            max={100}
            allowDecimal={false}
            w={110}
            value={payYears}
            onChange={(years) => typeof years === 'number' && years >= 1 && tell({ payYears: years })}
          />
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {t('premium.text')}
      </Text>
    </Stack>
  );
}
