import { Alert, Button, Group } from '@mantine/core';
import { useClientWords } from '#renderer/features/clients/words.ts';

interface Props {
  /** What was wrong besides single fields. */
  readonly failure: string | undefined;
  readonly submit: { readonly label: string; readonly isPending: boolean; readonly isReady: boolean };
  readonly onCancel: () => void;
}

/** The end of a client form: what failed, cancel, and the button that sends it. */
export function FormFoot({ failure, submit, onCancel }: Props) {
  const { t } = useClientWords();
  return (
    <>
      {failure && (
        <Alert mt="sm" color="red" role="alert">
          {failure}
        </Alert>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={submit.isPending} disabled={!submit.isReady}>
          {submit.label}
        </Button>
      </Group>
    </>
  );
}
