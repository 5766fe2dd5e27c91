import { Alert, Button, Group, Stack, Tabs } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconTableImport, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '#core/api/contract.ts';
import { DuplicateList } from '#renderer/features/imports/DuplicateList.tsx';
import { OutcomeCounts } from '#renderer/features/imports/OutcomeCounts.tsx';
import { ProofCard } from '#renderer/features/imports/ProofCard.tsx';
import { QuarantineTable } from '#renderer/features/imports/QuarantineTable.tsx';
import { useImportWords } from '#renderer/features/imports/words.ts';

export type OneRun = Awaited<ReturnType<ContractRouterClient<typeof contract>['imports']['get']>>;

interface Props {
  readonly run: OneRun;
}

/** What came of a file, and what still waits for a decision. */
export function ResultStep({ run }: Props) {
  const { t, problem } = useImportWords();
  const { quarantined, duplicate } = run.counts;
  const isOver = ['DONE', 'CANCELLED', 'FAILED'].includes(run.state);
  return (
    <Stack gap="sm">
      {run.state === 'FAILED' && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={t('result.failed')}>
          {problem(run.problem ?? 'UNKNOWN')}
        </Alert>
      )}
      {run.state === 'CANCELLED' && (
        <Alert color="gray" icon={<IconInfoCircle />}>
          {t('result.cancelled')}
        </Alert>
      )}
      {!isOver && (
        <Alert color="yellow" icon={<IconInfoCircle />}>
          {t('result.incomplete')}
        </Alert>
      )}
      <Group justify="space-between">
        <OutcomeCounts counts={run.counts} />
        <Group gap="xs">
          <Button component={Link} to="/clients" variant="default" leftSection={<IconUsers size={16} />}>
            {t('result.clients')}
          </Button>
          <Button
            component={Link}
            to="/import"
            search={{} as never}
            variant="light"
            leftSection={<IconTableImport size={16} />}
          >
            {t('result.another')}
          </Button>
        </Group>
      </Group>
      <Tabs
        defaultValue={quarantined === 0 && duplicate > 0 ? 'duplicate' : 'quarantined'}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="quarantined">{t('result.quarantine', { count: quarantined })}</Tabs.Tab>
          <Tabs.Tab value="duplicate">{t('result.duplicates', { count: duplicate })}</Tabs.Tab>
          <Tabs.Tab value="proof">{t('result.proof')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="quarantined" pt="sm">
          <QuarantineTable run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="duplicate" pt="sm">
          <DuplicateList run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="proof" pt="sm">
          <ProofCard run={run} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
