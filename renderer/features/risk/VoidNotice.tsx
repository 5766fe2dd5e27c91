import { Alert, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import type { client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

type Test = Awaited<ReturnType<typeof client.risk.tests>>['tests'][number];

/** Tells of tests the centre declared void, as long as no later test counts: whoever sees the client is told. */
export function VoidNotice({ tests }: { readonly tests: readonly Test[] }) {
  const { t } = useRiskWords();
  const newest = tests.find(({ voidedReason }) => voidedReason === null)?.takenAt ?? -Infinity;
  const told = tests.filter(({ voidedReason, takenAt }) => voidedReason !== null && takenAt > newest);
  if (told.length === 0) return null;
  return (
    <Alert color="red" icon={<IconBan />} title={t('void.title')} role="alert" data-testid="void-notice">
      {told.map(({ id, takenAt, level, voidedReason }) => (
        <Text key={id} size="sm">
          {t('void.line', { at: formatDateTime(takenAt), level })}{' '}
          {t(`void.${voidedReason}`, { defaultValue: t('void.OTHER') })}
        </Text>
      ))}
    </Alert>
  );
}
