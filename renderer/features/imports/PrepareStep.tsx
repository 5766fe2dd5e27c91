import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconArrowRight, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Inspection } from '#core/import/inspection.ts';
import { ImportSteps } from '#renderer/features/imports/ImportSteps.tsx';
import { MappingTable } from '#renderer/features/imports/MappingTable.tsx';
import { ReadingOptions } from '#renderer/features/imports/ReadingOptions.tsx';
import { SourceFields } from '#renderer/features/imports/SourceFields.tsx';
import { usePlan } from '#renderer/features/imports/use-plan.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly importId: string;
  readonly found: Inspection;
}

/** Columns, then source and basis, then start. Read anew when the file is to be read in another way. */
export function PrepareStep({ importId, found }: Props) {
  return <Preparing key={JSON.stringify(found.reading)} importId={importId} found={found} />;
}

function Preparing({ importId, found }: Props) {
  const { t, failure } = useImportWords();
  const [step, setStep] = useState<'mapping' | 'source'>('mapping');
  const making = usePlan(found, t('mapping.label'));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: api.imports.key() });
  const start = useMutation(api.imports.start.mutationOptions({ onSuccess }));
  const forget = useMutation(
    api.imports.cancel.mutationOptions({ onSuccess: () => navigate({ to: '/import', search: {} }) }),
  );
  const isMapped = making.hasName || making.isLabelled;
  const isStated = making.plan.origin !== '';
  return (
    <Stack gap="sm">
      <ImportSteps step={step} />
      {start.error && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle />}>
          {failure(start.error)}
        </Alert>
      )}
      {step === 'mapping' ? (
        <>
          <ReadingOptions importId={importId} found={found} />
          <MappingTable found={found} making={making} />
        </>
      ) : (
        <SourceFields
          claim={making.plan}
          onClaim={making.setClaim}
          duplicates={{ value: making.plan.onDuplicate, onChange: making.setOnDuplicate }}
        />
      )}
      <Group justify="space-between">
        <Button
          variant="subtle"
          color="gray"
          loading={forget.isPending}
          onClick={() => forget.mutate({ importId })}
        >
          {t('forget')}
        </Button>
        {step === 'mapping' ? (
          <Button
            rightSection={<IconArrowRight size={16} />}
            disabled={!isMapped}
            onClick={() => setStep('source')}
          >
            {t('next')}
          </Button>
        ) : (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={16} />}
              onClick={() => setStep('mapping')}
            >
              {t('back')}
            </Button>
            <Button
              leftSection={<IconPlayerPlay size={16} />}
              disabled={!isStated}
              loading={start.isPending}
              onClick={() => start.mutate({ importId, plan: making.plan })}
            >
              {t('start', { count: found.rows })}
            </Button>
          </Group>
        )}
      </Group>
    </Stack>
  );
}
