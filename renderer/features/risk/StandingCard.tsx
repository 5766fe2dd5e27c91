import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { levelEnd } from '#renderer/features/risk/level-end.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import type { client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

type Standing = Awaited<ReturnType<typeof client.risk.tests>>['standing'];

const endWords = { standing: 'tab.validThrough', expired: 'tab.expiredOn', ended: 'tab.endedOn' } as const;

/** Where the level stands: level, until when, and everything that keeps it from counting. */
export function StandingCard({ standing }: { readonly standing: Standing }) {
  const { t } = useRiskWords();
  if (!standing) return null;
  const { level, previousLevel, takenAt } = standing;
  const { how, day } = levelEnd(standing);
  return (
    <Paper withBorder p="sm">
      <Group gap="lg" wrap="nowrap">
        <Title order={2} fz={28} aria-label={t('tab.level')}>
          {level}
        </Title>
        <Stack gap={2} style={{ flex: 1 }}>
          <Text size="sm">{t(`level.${level}`)}</Text>
          <Text size="xs" c="dimmed">
            {t('tab.takenAt', { at: formatDateTime(takenAt) })}
            {previousLevel && previousLevel !== level
              ? ` · ${t('tab.before', { level: previousLevel })}`
              : ''}
          </Text>
        </Stack>
        <Stack gap={4} align="flex-end">
          <Badge color={how === 'standing' ? 'gray' : 'orange'}>{t(endWords[how], { day })}</Badge>
          {standing.isProvisional && <Badge color="yellow">{t('provisional.short')}</Badge>}
          {standing.needsConfirmation && <Badge color="orange">{t('tab.unconfirmed')}</Badge>}
          {standing.capacity !== 'FULL' && <Badge color="orange">{t(`capacity.${standing.capacity}`)}</Badge>}
        </Stack>
      </Group>
    </Paper>
  );
}
