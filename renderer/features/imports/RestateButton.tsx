import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { OneRun } from '#renderer/features/imports/ResultStep.tsx';
import { SourceFields } from '#renderer/features/imports/SourceFields.tsx';
import { noClaim, type SourceClaim } from '#renderer/features/imports/use-plan.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly run: OneRun;
}

/** States origin and basis anew for the whole file and judges its quarantine again. */
export function RestateButton({ run }: Props) {
  const { t, failure } = useImportWords();
  const [isOpen, setIsOpen] = useState(false);
  const [claim, setClaim] = useState<SourceClaim>(run.plan ?? noClaim);
  const restate = useMutation(api.imports.restate.mutationOptions({ onSuccess: () => setIsOpen(false) }));
  return (
    <>
      <Button size="xs" onClick={() => setIsOpen(true)}>
        {t('restate.open')}
      </Button>
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} title={t('restate.title')} size="xl">
        <Stack>
          {restate.error && (
            <Alert role="alert" color="red">
              {failure(restate.error)}
            </Alert>
          )}
          <SourceFields claim={claim} onClaim={setClaim} />
          <Group justify="flex-end">
            <Button
              loading={restate.isPending}
              onClick={() => restate.mutate({ importId: run.id, ...only(claim) })}
            >
              {t('restate.apply')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function only({ origin, basis, statement, marketingChannels }: SourceClaim): SourceClaim {
  return { origin, basis, statement, marketingChannels };
}
