import { Button, Paper, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { DoneStep } from '#renderer/features/risk/test/DoneStep.tsx';
import { IntroStep } from '#renderer/features/risk/test/IntroStep.tsx';
import { QuestionStep } from '#renderer/features/risk/test/QuestionStep.tsx';
import { ResultStep } from '#renderer/features/risk/test/ResultStep.tsx';
import { ReviewStep } from '#renderer/features/risk/test/ReviewStep.tsx';
import { useRiskTest, type Eligibility, type Sheet } from '#renderer/features/risk/test/use-risk-test.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';

/** Taking a risk test with a client: introduction, questions, review and signature, level, verdicts. */
export function RiskTestPage({ clientId }: { readonly clientId: string }) {
  const { t, say } = useRiskWords();
  const sheet = useQuery(api.risk.sheet.queryOptions({ input: {} }));
  const eligibility = useQuery(api.risk.eligibility.queryOptions({ input: { clientId } }));
  const failed = sheet.error ?? eligibility.error;
  if (failed) return <ErrorState error={failed} reset={() => void eligibility.refetch()} />;
  if (!sheet.data || !eligibility.data) return <Skeleton height={320} />;
  return (
    <>
      <PageHeader
        title={t('page.title', { name: eligibility.data.clientName })}
        subtitle={`${say(sheet.data.title)} · v${sheet.data.version}`}
        actions={
          <Button component={Link} to={`/clients/${clientId}`} variant="default">
            {t('page.leave')}
          </Button>
        }
      />
      <Steps key={clientId} clientId={clientId} sheet={sheet.data} eligibility={eligibility.data} />
    </>
  );
}

interface StepsProps {
  readonly clientId: string;
  readonly sheet: Sheet;
  readonly eligibility: Eligibility;
}

function Steps({ clientId, sheet, eligibility }: StepsProps) {
  const test = useRiskTest();
  const { stage } = test;
  if (stage.at === 'done') return <DoneStep clientId={clientId} recorded={stage.recorded} />;
  return (
    <Paper withBorder p="md" maw={stage.at === 'review' ? 1240 : 920} mx="auto">
      {stage.at === 'intro' && <IntroStep test={test} sheet={sheet} eligibility={eligibility} />}
      {stage.at === 'questions' && <QuestionStep test={test} sheet={sheet} stage={stage} />}
      {stage.at === 'review' && <ReviewStep test={test} sheet={sheet} clientId={clientId} />}
      {stage.at === 'result' && (
        <ResultStep test={test} sheet={sheet} clientId={clientId} preview={stage.preview} />
      )}
    </Paper>
  );
}
