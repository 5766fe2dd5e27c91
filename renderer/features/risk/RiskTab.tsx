import {
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
  Tooltip,
} from '@mantine/core';
import { IconClipboardCheck, IconClipboardText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { generalPurpose, sheetPurposes } from '#core/risk/sheet-purpose.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { InvestorCard } from '#renderer/features/risk/investor/InvestorCard.tsx';
import { ShelfVerdicts } from '#renderer/features/risk/ShelfVerdicts.tsx';
import { StandingCard } from '#renderer/features/risk/StandingCard.tsx';
import { TestDrawer } from '#renderer/features/risk/TestDrawer.tsx';
import { VerdictHistory } from '#renderer/features/risk/VerdictHistory.tsx';
import { VoidNotice } from '#renderer/features/risk/VoidNotice.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api, type client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

type Answered = Awaited<ReturnType<typeof client.risk.tests>>;
type Test = Answered['tests'][number];

/** A client's risk tests: where the level stands, every test taken, and what may be talked about. */
export function RiskTab({ clientId }: { readonly clientId: string }) {
  const { t } = useRiskWords();
  const { data, error, refetch } = useQuery(api.risk.tests.queryOptions({ input: { clientId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={240} mt="sm" />;
  const take = (
    <Button
      component={Link}
      to={`/clients/${clientId}/risk-test`}
      leftSection={<IconClipboardCheck size={16} />}
    >
      {t('tab.take')}
    </Button>
  );
  if (data.tests.length === 0 && data.left.length === 0)
    return (
      <Stack gap="md" mt="sm">
        <EmptyState
          icon={<IconClipboardText />}
          title={t('tab.none')}
          text={t('tab.noneText')}
          action={take}
        />
        <InvestorCard clientId={clientId} />
      </Stack>
    );
  return (
    <Stack gap="md" mt="sm">
      <Group justify="space-between">
        <Title order={2}>{t('tab.standing')}</Title>
        {take}
      </Group>
      <VoidNotice tests={data.tests} />
      <StandingCard standing={data.standing} />
      <OtherStandings clientId={clientId} />
      <Title order={2}>{t('tab.history')}</Title>
      <History tests={data.tests} />
      <LeftLevels left={data.left} />
      <InvestorCard clientId={clientId} />
      <ShelfVerdicts clientId={clientId} />
      <VerdictHistory clientId={clientId} />
    </Stack>
  );
}

function History({ tests }: { readonly tests: readonly Test[] }) {
  const { t } = useRiskWords();
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <Table aria-label={t('tab.history')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.takenAt')}</Table.Th>
            <Table.Th>{t('column.level')}</Table.Th>
            <Table.Th>{t('column.score')}</Table.Th>
            <Table.Th>{t('column.validThrough')}</Table.Th>
            <Table.Th>{t('column.heldBy')}</Table.Th>
            <Table.Th>{t('column.manager')}</Table.Th>
            <Table.Th>{t('column.marks')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tests.map((test) => (
            <Table.Tr key={test.id}>
              <Table.Td>
                <Anchor
                  component="button"
                  size="sm"
                  onClick={() => setOpened(test.id)}
                  data-testid="open-test"
                >
                  {formatDateTime(test.takenAt)}
                </Anchor>
              </Table.Td>
              <Table.Td>{test.changedFrom ? `${test.changedFrom} → ${test.level}` : test.level}</Table.Td>
              <Table.Td>{test.score}</Table.Td>
              <Table.Td>{test.validThrough}</Table.Td>
              <Table.Td>{t(`heldBy.${test.heldBy}`)}</Table.Td>
              <Table.Td>{test.managerName ?? '—'}</Table.Td>
              <Table.Td>
                <Marks test={test} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <TestDrawer testId={opened} onClose={() => setOpened(null)} />
    </>
  );
}

/** Where the level of sheets with a purpose of their own stands. */
function OtherStandings({ clientId }: { readonly clientId: string }) {
  const { say } = useRiskWords();
  const { data } = useQuery(api.risk.purposes.queryOptions({ input: { clientId } }));
  return (data ?? [])
    .filter(({ id, standing }) => id !== generalPurpose && standing !== null)
    .map(({ id, title, standing }) => (
      <div key={id}>
        <Text size="sm" fw={600} mb={4}>
          {say(title)}
        </Text>
        <StandingCard standing={standing} />
      </div>
    ));
}

/** Levels that were shown and left unconfirmed, so that looking for a level that suits is seen. */
function LeftLevels({ left }: Pick<Answered, 'left'>) {
  const { t } = useRiskWords();
  if (left.length === 0) return null;
  return (
    <Alert color="gray" title={t('left.title')}>
      {left.map(({ id, level, shownAt, managerName }) => (
        <Text key={id} size="sm">
          {t('left.line', { level, at: formatDateTime(shownAt), name: managerName ?? '—' })}
        </Text>
      ))}
    </Alert>
  );
}

function Marks({ test }: { readonly test: Test }) {
  const { t, say } = useRiskWords();
  const purpose = sheetPurposes.find(({ id }) => id === test.purpose);
  const isPlain =
    test.purpose === generalPurpose &&
    !test.isProvisional &&
    !test.voidedReason &&
    !test.retestReason &&
    test.flags.length === 0;
  if (isPlain) return <Text c="dimmed">—</Text>;
  return (
    <Group gap={4}>
      {test.isProvisional && <Badge color="yellow">{t('provisional.short')}</Badge>}
      {test.purpose !== generalPurpose && (
        <Badge color="gray">{purpose ? say(purpose.title) : test.sheetId}</Badge>
      )}
      {test.voidedReason && <Badge color="red">{t('void.short')}</Badge>}
      {test.flags.map(({ id, text }) => (
        <Tooltip key={id} label={say(text)} multiline maw={320}>
          <Badge color="gray" tabIndex={0}>
            {t('tab.flag')}
          </Badge>
        </Tooltip>
      ))}
      {test.retestReason && (
        <Tooltip label={test.retestReason} multiline maw={320}>
          <Badge color="gray" tabIndex={0}>
            {t('tab.early')}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
