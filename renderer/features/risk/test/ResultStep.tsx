import { Alert, Button, Checkbox, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  submissionOf,
  type Preview,
  type RiskTest,
  type Sheet,
} from '#renderer/features/risk/test/use-risk-test.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly test: RiskTest;
  readonly sheet: Sheet;
  readonly clientId: string;
  readonly preview: Preview;
}

/** The level, beside the one before where it differs; it counts only once the client has confirmed it (NFRA 29). */
export function ResultStep({ test, sheet, clientId, preview }: Props) {
  const { t, say } = useRiskWords();
  const { i18n } = useTranslation();
  const [isConfirmed, setConfirmed] = useState(false);
  const submit = useMutation(
    api.risk.submit.mutationOptions({ onSuccess: (recorded) => test.go({ at: 'done', recorded }) }),
  );
  const { draft } = test;
  const { level, previousLevel, isChanged, score, maxScore, validThrough, forcedBy } = preview;
  const record = (): void => {
    const submission = submissionOf(draft, { clientId, sheet });
    if (!submission) return;
    const { attemptId } = preview;
    const language = i18n.language === 'en' ? 'en' : 'zh-CN';
    submit.mutate({
      ...submission,
      attemptId,
      language,
      confirmedLevel: level,
      confirmedFrom: previousLevel,
    });
  };
  const failure = submit.error ? String((submit.error as { code?: string }).code ?? 'UNKNOWN') : null;
  return (
    <Stack gap="md">
      <SimpleGrid cols={isChanged ? 2 : 1} maw={640}>
        {isChanged && previousLevel && <LevelCard title={t('result.before')} level={previousLevel} />}
        <LevelCard title={t('result.now')} level={level} />
      </SimpleGrid>
      <Text>
        {t('result.score', { score, maxScore })} · {t('result.validThrough', { day: validThrough })}
      </Text>
      {forcedBy && (
        <Alert color="gray" icon={<IconInfoCircle />}>
          {say(forcedBy.text)}
        </Alert>
      )}
      <Checkbox
        label={
          isChanged ? t('result.confirmChange', { previousLevel, level }) : t('result.confirm', { level })
        }
        checked={isConfirmed}
        onChange={(event) => setConfirmed(event.currentTarget.checked)}
      />
      {failure && (
        <Alert color="red" role="alert">
          {t(`failed.${failure}`, { defaultValue: t('failed.UNKNOWN') })}
        </Alert>
      )}
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">
          {t('result.locked')}
        </Text>
        <Button flex="none" disabled={!isConfirmed} loading={submit.isPending} onClick={record}>
          {t('result.record')}
        </Button>
      </Group>
    </Stack>
  );
}

function LevelCard({ title, level }: { readonly title: string; readonly level: string }) {
  const { t } = useRiskWords();
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text fz={36} fw={600} lh={1.2} data-testid="level">
        {level}
      </Text>
      <Text size="sm">{t(`level.${level}`)}</Text>
    </Paper>
  );
}
