import { Alert, Blockquote, Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isSignature } from '#core/risk/signature.ts';
import { SignaturePad } from '#renderer/features/risk/test/SignaturePad.tsx';
import type { Matter, Step } from '#renderer/features/risk/VerdictSteps.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly matter: Matter;
  readonly step: Step;
  readonly onClose: () => void;
}

/** Does one step: its sentence to be read, then the signature of whom it binds, or what the manager said. */
export function StepModal({ matter, step, onClose }: Props) {
  const { t } = useRiskWords();
  const [said, setSaid] = useState('');
  const [path, setPath] = useState('');
  const [isConfirmed, setConfirmed] = useState(false);
  const record = useMutation(api.risk.recordStep.mutationOptions({ onSuccess: onClose }));
  const isSigned = step.signer === null || isSignature(path);
  const isReady = isSigned && isConfirmed && (step.asks === null || said.trim() !== '');
  const signaturePath = step.signer === null ? null : path;
  const code = record.error ? String((record.error as { code?: string }).code) : null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`step.${step.code}`)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('steps.close') }}
    >
      <Stack gap="sm">
        <Blockquote p="md" data-testid="step-text">
          {step.text}
        </Blockquote>
        {step.asks !== null && (
          <Textarea
            data-autofocus
            label={t(`steps.asks.${step.asks}`)}
            withAsterisk
            autosize
            minRows={2}
            maxLength={4000}
            value={said}
            onChange={({ currentTarget }) => setSaid(currentTarget.value)}
          />
        )}
        <Checkbox
          label={t(`steps.confirm.${step.signer ?? 'MANAGER'}`)}
          checked={isConfirmed}
          onChange={({ currentTarget }) => setConfirmed(currentTarget.checked)}
        />
        {step.signer !== null && <SignaturePad path={path} onChange={setPath} signer={step.signer} />}
        {code !== null && (
          <Alert color="red" role="alert">
            {t(`steps.failed.${code}`, { defaultValue: t('failed.UNKNOWN') })}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button
            disabled={!isReady}
            loading={record.isPending}
            onClick={() => record.mutate({ ...matter, code: step.code, said: said.trim(), signaturePath })}
            data-testid="record-step"
          >
            {t('steps.record')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
