import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly error?: unknown;
  readonly reset?: () => void;
}

/** Shown where a screen could not get its data: what happened in words, and a way to try again. */
export function ErrorState({ error, reset }: Props) {
  const { t } = useTranslation();
  const code = (error as { code?: string } | undefined)?.code ?? 'UNKNOWN';
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={t('error.title')} m="md">
      {t(`error.${code}`, { defaultValue: t('error.UNKNOWN') })}
      {reset && (
        <Group mt="sm">
          <Button variant="light" color="red" onClick={reset}>
            {t('error.retry')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
