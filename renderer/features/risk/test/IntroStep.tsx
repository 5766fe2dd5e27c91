import { Alert, Button, Checkbox, Group, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { Choices } from '#renderer/features/risk/test/Choices.tsx';
import type { Eligibility, RiskTest, Sheet } from '#renderer/features/risk/test/use-risk-test.ts';
import { levelEnd } from '#renderer/features/risk/level-end.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';

interface Props {
  readonly test: RiskTest;
  readonly sheet: Sheet;
  readonly eligibility: Eligibility;
}

const holders = ['CLIENT', 'MANAGER'] as const;
const capacities = ['FULL', 'LIMITED', 'NONE'] as const;

/** Before the first question: may a test be taken, who holds the device, capacity, reason, consent. */
export function IntroStep({ test, sheet, eligibility }: Props) {
  const { t, say, cite } = useRiskWords();
  const { draft, change, go } = test;
  const { refusal, needsRetestReason, standing } = eligibility;
  if (refusal)
    return (
      <Alert color="yellow" icon={<IconClock />} title={t('limit.title')} role="status">
        {t(`limit.${refusal.code}`, { ...eligibility, day: refusal.retryOn, by: cite(eligibility.limitsBy) })}
      </Alert>
    );
  const last = standing && { level: standing.level, ...levelEnd(standing) };
  const consent = sheet.declarations.find(({ key }) => key === 'consent');
  const isReady =
    draft.heldBy !== null &&
    draft.capacity !== null &&
    draft.hasConsented &&
    (!needsRetestReason || draft.retestReason.trim() !== '');
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('intro.counts', { ...eligibility })}
        {last && ` ${t(`intro.${last.how}`, { level: last.level, day: last.day })}`}
      </Text>
      <SimpleGrid cols={2}>
        <div>
          <Title order={3} mb={6}>
            {t('intro.heldBy')}
          </Title>
          <Choices
            label={t('intro.heldBy')}
            options={holders.map((value) => ({ value, text: t(`heldBy.${value}`) }))}
            value={draft.heldBy}
            onChoose={(heldBy) => change({ heldBy })}
          />
        </div>
        <div>
          <Title order={3} mb={6}>
            {t('intro.capacity')}
          </Title>
          <Choices
            label={t('intro.capacity')}
            options={capacities.map((value) => ({ value, text: t(`capacity.${value}`) }))}
            value={draft.capacity}
            onChoose={(capacity) => change({ capacity })}
          />
        </div>
      </SimpleGrid>
      {needsRetestReason && (
        <TextInput
          required
          label={t('intro.reason')}
          description={t('intro.reasonText')}
          maxLength={400}
          value={draft.retestReason}
          onChange={(event) => change({ retestReason: event.currentTarget.value })}
        />
      )}
      <Text size="sm">{t('intro.rules')}</Text>
      {consent && (
        <Checkbox
          label={say(consent.text)}
          checked={draft.hasConsented}
          onChange={(event) => change({ hasConsented: event.currentTarget.checked })}
        />
      )}
      <Group justify="flex-end">
        <Button disabled={!isReady} onClick={() => go({ at: 'questions', index: 0 })}>
          {t('intro.start')}
        </Button>
      </Group>
    </Stack>
  );
}
