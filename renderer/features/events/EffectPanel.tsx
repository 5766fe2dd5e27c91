import { Alert, Badge, Group, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EffectChart } from '#renderer/features/events/EffectChart.tsx';
import { EffectTable } from '#renderer/features/events/EffectTable.tsx';
import { signedMoney, signedPoints, type EffectWindow } from '#renderer/features/events/effect-words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDate } from '#renderer/lib/format.ts';

/**
 * What the event changed against who was not invited, 7, 30 and 90 days after it side by side, with what can and cannot be
 * concluded from it (domain §3.9).
 */
export function EffectPanel({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('events');
  const { data: effect } = useQuery(api.events.effect.report.queryOptions({ input: { eventId } }));
  if (!effect) return <Skeleton height={180} />;
  const { comparison, windows } = effect;
  const lines = (of: 'raised' | 'change') =>
    windows.map((window) => ({
      label: t('effect.days', { n: window.days }),
      estimate: window.report?.[of] ?? null,
      missing: missingWords(t, window),
    }));
  const points = (share: number): string => t('effect.points', { n: signedPoints(share) });
  return (
    <Paper withBorder p="md" data-testid="effect">
      <Stack gap="sm">
        <Group gap="xs">
          <Text fw={600}>{t('effect.title')}</Text>
          <Badge variant="light" color={comparison === 'RANDOM' ? 'brand' : 'orange'}>
            {t(`effect.comparison.${comparison}`)}
          </Badge>
        </Group>
        <Alert color={comparison === 'RANDOM' ? 'gray' : 'orange'} p="xs">
          {t(`effect.comparisonText.${comparison}`)} {t('effect.caution')}
        </Alert>
        <SimpleGrid cols={2} spacing="xl">
          <EffectChart title={t('effect.raised')} lines={lines('raised')} show={points} />
          <EffectChart title={t('effect.change')} lines={lines('change')} show={signedMoney} />
        </SimpleGrid>
        <EffectTable windows={windows} />
      </Stack>
    </Paper>
  );
}

type Words = (key: string, values?: Record<string, unknown>) => string;

/** Why a window shows no difference: it is not over, or too few clients stand on a side. */
function missingWords(t: Words, { report, endsAt }: EffectWindow): string {
  return report ? t('effect.tooFew') : t('effect.open', { day: formatDate(endsAt) });
}
