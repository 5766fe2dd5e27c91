import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { FileStep } from '#renderer/features/imports/FileStep.tsx';
import { ImportSteps, type ImportStep } from '#renderer/features/imports/ImportSteps.tsx';
import { PrepareStep } from '#renderer/features/imports/PrepareStep.tsx';
import { ResultStep } from '#renderer/features/imports/ResultStep.tsx';
import { RunningStep } from '#renderer/features/imports/RunningStep.tsx';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';

/** Brings a file of clients in, step by step; the address holds which one, so that it can be come back to. */
export function ImportPage() {
  const { t } = useImportWords();
  const { run } = useSearch({ strict: false }) as { run?: string };
  if (run !== undefined) return <OneImport importId={run} />;
  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      <ImportSteps step="file" />
      <FileStep />
    </>
  );
}

function OneImport({ importId }: { readonly importId: string }) {
  const { t } = useImportWords();
  const { data: run, error, refetch } = useQuery(api.imports.get.queryOptions({ input: { importId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!run) return <Skeleton height={320} />;
  const isPreparing = run.state === 'READY' && run.inspection !== null;
  const step: ImportStep = run.state === 'RUNNING' ? 'running' : 'result';
  return (
    <>
      <PageHeader title={run.fileName} subtitle={t('subtitle')} />
      {isPreparing && run.inspection ? (
        <PrepareStep key={run.id} importId={run.id} found={run.inspection} />
      ) : (
        <>
          <ImportSteps step={step} />
          {run.state === 'RUNNING' ? <RunningStep run={run} /> : <ResultStep run={run} />}
        </>
      )}
    </>
  );
}
