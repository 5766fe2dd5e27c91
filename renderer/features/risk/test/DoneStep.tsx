import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { PaperButtons } from '#renderer/features/risk/paper/PaperButtons.tsx';
import { ShelfVerdicts } from '#renderer/features/risk/ShelfVerdicts.tsx';
import type { Recorded } from '#renderer/features/risk/test/use-risk-test.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';

/** The recorded test: level, until when, provisional until the centre has it, and what it opens on the shelf. */
export function DoneStep({ clientId, recorded }: { readonly clientId: string; readonly recorded: Recorded }) {
  const { t, say } = useRiskWords();
  const { testId, level, changedFrom, validThrough, closedTasks, flags } = recorded;
  return (
    <Stack gap="md">
      <Alert icon={<IconCircleCheck />} color="brand" role="status">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Stack gap={4}>
            <Group gap="xs">
              <Text fw={600} data-testid="recorded-level">
                {changedFrom ? `${changedFrom} → ${level}` : level} · {t(`level.${level}`)}
              </Text>
              {recorded.isProvisional && <Badge color="yellow">{t('provisional.short')}</Badge>}
            </Group>
            <Text size="sm">
              {t('result.validThrough', { day: validThrough })}
              {recorded.isProvisional ? ` · ${t('provisional.long')}` : ''}
              {closedTasks > 0 ? ` · ${t('done.tasks', { count: closedTasks })}` : ''}
            </Text>
            <PaperButtons about="TEST" aboutId={testId} />
            {flags.map(({ id, text }) => (
              <Text key={id} size="sm">
                {t('done.flag')} {say(text)}
              </Text>
            ))}
          </Stack>
          <Button component={Link} to={`/clients/${clientId}`} variant="light">
            {t('done.back')}
          </Button>
        </Group>
      </Alert>
      <ShelfVerdicts clientId={clientId} />
    </Stack>
  );
}
