import { Button, Paper, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { generalPurpose } from '#core/risk/sheet-purpose.ts';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { DoneStep } from '#renderer/features/risk/test/DoneStep.tsx';
import { IntroStep } from '#renderer/features/risk/test/IntroStep.tsx';
import { PurposeStep } from '#renderer/features/risk/test/PurposeStep.tsx';
import { SheetFaults } from '#renderer/features/risk/test/SheetFaults.tsx';
import { QuestionStep } from '#renderer/features/risk/test/QuestionStep.tsx';
import { ResultStep } from '#renderer/features/risk/test/ResultStep.tsx';
import { ReviewStep } from '#renderer/features/risk/test/ReviewStep.tsx';
import { useRiskTest, type Eligibility, type Sheet } from '#renderer/features/risk/test/use-risk-test.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';

/** Taking a risk test with a client: introduction, questions, review and signature, level, verdicts. */
export function RiskTestPage({ clientId }: { readonly clientId: string }) {
  const { t, say } = useRiskWords();
  const [purpose, setPurpose] = useState<string>(generalPurpose);
  const sheet = useQuery(api.risk.sheet.queryOptions({ input: { purpose } }));
  const eligibility = useQuery(api.risk.eligibility.queryOptions({ input: { clientId, purpose } }));
  const faults = (sheet.error as { data?: { faults?: string[] } } | null)?.data?.faults;
  const failed = faults ? eligibility.error : (sheet.error ?? eligibility.error);
  if (failed) return <ErrorState error={failed} reset={() => void eligibility.refetch()} />;
  if (!eligibility.data || !(sheet.data || faults)) return <Skeleton height={320} />;
  return (
    <>
      <PageHeader
        title={t('page.title', { name: eligibility.data.clientName })}
        subtitle={sheet.data ? `${say(sheet.data.title)} · v${sheet.data.version}` : undefined}
        actions={
          <Button component={Link} to={`/clients/${clientId}`} variant="default">
            {t('page.leave')}
          </Button>
        }
      />
      {sheet.data ? (
        <Steps
          key={`${clientId} ${purpose}`}
          clientId={clientId}
          sheet={sheet.data}
          eligibility={eligibility.data}
          purpose={purpose}
          onPurpose={setPurpose}
        />
      ) : (
        <>
          <PurposeStep clientId={clientId} purpose={purpose} onChoose={setPurpose} />
          <SheetFaults faults={faults ?? []} />
        </>
      )}
    </>
  );
}

interface StepsProps {
  readonly clientId: string;
  readonly sheet: Sheet;
  readonly eligibility: Eligibility;
  readonly purpose: string;
  readonly onPurpose: (purpose: string) => void;
}

function Steps({ clientId, sheet, eligibility, purpose, onPurpose }: StepsProps) {
  const test = useRiskTest();
  const { stage } = test;
  if (stage.at === 'done') return <DoneStep clientId={clientId} recorded={stage.recorded} />;
  return (
    <>
      {stage.at === 'intro' && <PurposeStep clientId={clientId} purpose={purpose} onChoose={onPurpose} />}
      <Paper withBorder p="md" maw={stage.at === 'review' ? 1240 : 920} mx="auto">
        {stage.at === 'intro' && <IntroStep test={test} sheet={sheet} eligibility={eligibility} />}
        {stage.at === 'questions' && <QuestionStep test={test} sheet={sheet} stage={stage} />}
        {stage.at === 'review' && (
          <ReviewStep test={test} sheet={sheet} clientId={clientId} purpose={purpose} />
        )}
        {stage.at === 'result' && (
          <ResultStep test={test} sheet={sheet} clientId={clientId} preview={stage.preview} />
        )}
      </Paper>
    </>
  );
}
