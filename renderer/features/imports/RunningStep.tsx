import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation } from '@tanstack/react-query';
import type { ImportRunLine } from '#core/api/imports.ts';
import { OutcomeCounts } from '#renderer/features/imports/OutcomeCounts.tsx';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly run: ImportRunLine;
}

/** How far it is, what has come of the rows so far, and a way to stop. It goes on when this page is left. */
export function RunningStep({ run }: Props) {
  const { t } = useImportWords();
  const cancel = useMutation(api.imports.cancel.mutationOptions());
  const total = run.rowsTotal ?? 0;
  const share = total === 0 ? 0 : (run.rowsDone / total) * 100;
  const ask = () =>
    modals.openConfirmModal({
      title: t('running.cancelTitle'),
      children: <Text>{t('running.cancelText')}</Text>,
      labels: { confirm: t('running.cancel'), cancel: t('running.goOn') },
      confirmProps: { color: 'red' },
      onConfirm: () => cancel.mutate({ importId: run.id }),
    });
  return (
    <Stack gap="sm" maw={860}>
      <Group justify="space-between" role="status">
        <Text fw={600}>
          {t('running.rows', { done: formatCount(run.rowsDone), total: formatCount(total) })}
        </Text>
        <Text c="dimmed">{timeLeft(run.timeLeftMs, t)}</Text>
      </Group>
      <Progress value={share} size="lg" aria-label={t('step.running')} />
      <OutcomeCounts counts={run.counts} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('running.leave')}
        </Text>
        <Button variant="light" color="red" loading={cancel.isPending} onClick={ask}>
          {t('running.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}

function timeLeft(leftMs: number | null, t: ReturnType<typeof useImportWords>['t']): string {
  if (leftMs === null) return t('running.estimating');
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 90
    ? t('running.seconds', { count: seconds })
    : t('running.minutes', { count: Math.ceil(seconds / 60) });
}
