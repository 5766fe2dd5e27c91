import { Badge, Group, Paper, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api, type client } from '#renderer/lib/api.ts';

type BudgetLine = Awaited<ReturnType<typeof client.clients.budget>>['lines'][number];

/** The gate depends on the clock: what is left is judged anew twice a minute. */
const rejudgeMs = 30_000;

function useBudget(clientId: string) {
  return useQuery({
    ...api.clients.budget.queryOptions({ input: { id: clientId } }),
    refetchInterval: rejudgeMs,
  }).data;
}

/** How many marketing contacts are left on each channel, and when the next is open. */
export function BudgetCard({ clientId }: { readonly clientId: string }) {
  const { t } = useClientWords();
  const budget = useBudget(clientId);
  if (!budget) return null;
  return (
    <Paper withBorder p="sm" style={{ flexShrink: 0 }} data-testid="budget">
      <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th fw={600}>{t('budget.title')}</Table.Th>
            {(['today', 'week', 'month'] as const).map((span) => (
              <Table.Th key={span} ta="right" fw={400} c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {t(`budget.${span}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {budget.lines.map((line) => (
            <Row key={line.channel} line={line} now={budget.now} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ line, now }: { readonly line: BudgetLine; readonly now: number }) {
  const { t } = useClientWords();
  const opens = useOpening();
  const { channel, today, week, month, verdict } = line;
  return (
    <Table.Tr data-budget={channel} data-code={verdict.code}>
      <Table.Td>
        <Text size="sm">{t(`channel.${channel}`)}</Text>
        <Text size="xs" c={verdict.allowed ? 'teal' : 'dimmed'}>
          {opens(verdict, now)}
        </Text>
      </Table.Td>
      {[today, week, month].map((left, index) => (
        <Table.Td key={index} ta="right" style={{ verticalAlign: 'top' }} fw={left === 0 ? 400 : 600}>
          {left ?? '—'}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

/** The same on one line, for the desk's card: today and this week, channel by channel. */
export function BudgetLineOf({ clientId }: { readonly clientId: string }) {
  const { t } = useClientWords();
  const opens = useOpening();
  const budget = useBudget(clientId);
  return (
    <Group gap={6} h={20} wrap="nowrap" data-testid="budget-line">
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {t('budget.line')}
      </Text>
      {budget?.lines.map(({ channel, today, week, month, verdict }) => (
        <Badge
          key={channel}
          size="xs"
          color={verdict.allowed ? 'teal' : 'gray'}
          title={`${t('budget.today')} ${today ?? '—'} · ${t('budget.week')} ${week ?? '—'} · ${opens(verdict, budget.now)}`}
        >
          {t(`channel.${channel}`)} {today ?? week ?? month ?? t('budget.unlimited')}
          {today !== null && week !== null && `/${week}`}
        </Badge>
      ))}
    </Group>
  );
}

/** Says whether marketing on a channel is open, and if not why and from when. */
function useOpening() {
  const { t } = useClientWords();
  const words = useCallWords();
  return ({ allowed, code, until }: BudgetLine['verdict'], now: number): string => {
    if (allowed) return t('budget.open');
    const why = words.t(`gate.${code}`);
    return until === null ? why : t('budget.again', { why, when: words.moment(until, now) });
  };
}
