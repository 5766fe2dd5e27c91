import { Button, Group, Stack, Text, Timeline } from '@mantine/core';
import { IconCheck, IconHourglass, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { PaperButtons } from '#renderer/features/risk/paper/PaperButtons.tsx';
import { StepModal } from '#renderer/features/risk/StepModal.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import type { client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

export type Matter = Parameters<typeof client.risk.verdict>[0];
export type Step = Awaited<ReturnType<typeof client.risk.verdict>>['steps'][number];

/** The steps of a verdict in the order in which they are done: done, waiting, or open. */
export function VerdictSteps({
  matter,
  steps,
}: {
  readonly matter: Matter;
  readonly steps: readonly Step[];
}) {
  const { t, cite } = useRiskWords();
  const [doing, setDoing] = useState<Step | null>(null);
  if (steps.length === 0) return null;
  const next = steps.find(({ recordedAt }) => recordedAt === null);
  const recorded = steps.filter(({ recordedAt }) => recordedAt !== null).length;
  return (
    <>
      <Timeline bulletSize={24} lineWidth={2} active={recorded - 1} aria-label={t('steps.title')}>
        {steps.map((step) => (
          <Timeline.Item key={step.code} bullet={bulletOf(step)} title={t(`step.${step.code}`)}>
            <Stack gap={4} align="flex-start" data-testid={`step-${step.code}`} data-done={step.done}>
              <Text size="xs" c="dimmed">
                {cite(step)}
              </Text>
              <Kept step={step} />
              {step === next && (
                <Button size="xs" leftSection={<IconPencil size={14} />} onClick={() => setDoing(step)}>
                  {t('steps.do')}
                </Button>
              )}
            </Stack>
          </Timeline.Item>
        ))}
      </Timeline>
      {doing && <StepModal matter={matter} step={doing} onClose={() => setDoing(null)} />}
    </>
  );
}

function bulletOf(step: Step) {
  if (step.waitsUntil !== null) return <IconHourglass size={14} aria-hidden />;
  return step.done ? <IconCheck size={14} aria-hidden /> : undefined;
}

function Kept({ step }: { readonly step: Step }) {
  const { t } = useRiskWords();
  if (step.recordedAt === null) return null;
  const by = { at: formatDateTime(step.recordedAt), name: step.recorderName ?? '—' };
  return (
    <>
      <Text size="sm">{step.text}</Text>
      {step.said !== '' && (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {step.asks === 'GUARDIAN' ? t('steps.guardianIs') : t('steps.wasSaid')}
          {step.said}
        </Text>
      )}
      <Group gap="md">
        {step.signaturePath !== null && (
          <svg viewBox="0 0 600 200" width={120} height={40} role="img" aria-label={t('steps.signature')}>
            <path d={step.signaturePath} fill="none" stroke="currentColor" strokeWidth={4} />
          </svg>
        )}
        <Text size="xs" c="dimmed">
          {t('steps.recorded', by)}
        </Text>
      </Group>
      {step.stepId !== null && <PaperButtons about="STEP" aboutId={step.stepId} />}
      {step.waitsUntil !== null && (
        <Text size="sm" fw={600}>
          {t('steps.waits', { at: formatDateTime(step.waitsUntil) })}
        </Text>
      )}
    </>
  );
}
