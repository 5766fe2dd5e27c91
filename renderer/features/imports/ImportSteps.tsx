import { Stepper } from '@mantine/core';
import { useImportWords } from '#renderer/features/imports/words.ts';

const steps = ['file', 'mapping', 'source', 'running', 'result'] as const;
export type ImportStep = (typeof steps)[number];

interface Props {
  readonly step: ImportStep;
}

/** Where the import stands. */
export function ImportSteps({ step }: Props) {
  const { t } = useImportWords();
  return (
    <Stepper
      active={steps.indexOf(step)}
      size="xs"
      iconSize={24}
      mb="md"
      allowNextStepsSelect={false}
      aria-label={t('steps')}
    >
      {steps.map((name) => (
        <Stepper.Step key={name} label={t(`step.${name}`)} tabIndex={-1} />
      ))}
    </Stepper>
  );
}
