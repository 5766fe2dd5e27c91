import { Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { FactModal } from '#renderer/features/risk/investor/FactModal.tsx';
import { FactTable } from '#renderer/features/risk/investor/FactTable.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api, type client } from '#renderer/lib/api.ts';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

type Answered = Awaited<ReturnType<typeof client.risk.investor>>;

/** What the client proved or told as an investor, what follows from it, and where it is entered. */
export function InvestorCard({ clientId }: { readonly clientId: string }) {
  const { t } = useRiskWords();
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(api.risk.investor.queryOptions({ input: { clientId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={120} />;
  return (
    <section data-testid="investor">
      <Group justify="space-between" mb={4}>
        <Title order={2}>{t('investor.title')}</Title>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() => setAdding(true)}
          data-testid="add-fact"
        >
          {t('investor.add')}
        </Button>
      </Group>
      <Conclusions answered={data} />
      {data.facts.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t('investor.none')}
        </Text>
      ) : (
        <FactTable facts={data.facts} />
      )}
      {isAdding && <FactModal clientId={clientId} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** What the facts amount to under each rule; what is not proved says so. */
function Conclusions({ answered }: { readonly answered: Answered }) {
  const { t, cite } = useRiskWords();
  const { professionalBy, isQualified, isQualifiedForFunds, changedAt } = answered;
  const isProved = (known: boolean | null): string =>
    t(`investor.proved.${known === null ? 'UNKNOWN' : String(known)}`);
  const money = (fen: number | null): string => (fen === null ? t('investor.notKnown') : formatMoney(fen));
  const lines: readonly (readonly [string, string])[] = [
    [t('investor.qualified'), isProved(isQualified)],
    [t('investor.qualifiedForFunds'), isProved(isQualifiedForFunds)],
    [
      t('investor.professional'),
      professionalBy ? t('investor.professionalBy', { cite: cite(professionalBy) }) : t('investor.ordinary'),
    ],
    [t('investor.professionalNfra'), t('investor.nobody')],
    [t('fact.HOUSEHOLD_INCOME'), money(answered.householdIncomeFen)],
    [t('fact.INSURANCE_BUDGET'), money(answered.budgetFen)],
    [t('investor.changed'), changedAt === null ? t('investor.never') : formatDateTime(changedAt)],
  ];
  return (
    <Paper withBorder p="sm" mb="xs">
      <SimpleGrid cols={4} spacing="sm" verticalSpacing={6}>
        {lines.map(([label, value]) => (
          <Stack key={label} gap={0}>
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <Text size="sm">{value}</Text>
          </Stack>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
