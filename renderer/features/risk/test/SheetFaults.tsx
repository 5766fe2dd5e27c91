import { Alert, Text } from '@mantine/core';
import { useRiskWords } from '#renderer/features/risk/words.ts';

/** A sheet that arrived and cannot be used: every fault in words, and what to do. */
export function SheetFaults({ faults }: { readonly faults: readonly string[] }) {
  const { t } = useRiskWords();
  return (
    <Alert color="red" role="alert" title={t('purpose.unreadable')} maw={920} mx="auto">
      <Text size="sm">{t('purpose.unreadableText')}</Text>
      <ul>
        {faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </Alert>
  );
}
