import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf, type SessionFlow } from '#renderer/app/session/flow.ts';
import { SessionCard } from '#renderer/app/session/SessionCard.tsx';
import { client } from '#renderer/lib/api.ts';
import type { Language } from '#renderer/lib/i18n.ts';

/** First run: enrols this workstation with a one-time code and creates its encrypted store. */
export function SetupPage({ status, onBusy, onRecoveryKey }: SessionFlow) {
  const { t, i18n } = useTranslation('session');
  const { proposal } = status;
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useForm({
    initialValues: {
      centralUrl: proposal?.centralUrl ?? '',
      code: proposal?.code ?? '',
      deviceName: proposal?.deviceName ?? '',
      passphrase: proposal?.passphrase ?? '',
    },
  });
  const submit = async (values: typeof form.values): Promise<void> => {
    setFailure(null);
    setBusy(true);
    onBusy(true);
    try {
      const { recoveryKey } = await client.session.setup({ ...values, language: i18n.language as Language });
      onRecoveryKey(recoveryKey);
    } catch (error) {
      setFailure(failureOf(error).code);
      onBusy(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <SessionCard title={t('setup.title')} text={t(proposal?.passphrase ? 'setup.sample' : 'setup.text')}>
      {status.problem && (
        <Alert color="orange" mb="sm">
          {t(`setup.problem.${status.problem}`)}
        </Alert>
      )}
      <form onSubmit={form.onSubmit((values) => void submit(values))}>
        <TextInput label={t('setup.centralUrl')} required {...form.getInputProps('centralUrl')} />
        <TextInput
          mt="xs"
          label={t('setup.code')}
          description={t('setup.codeHint')}
          required
          {...form.getInputProps('code')}
        />
        <TextInput mt="xs" label={t('setup.deviceName')} required {...form.getInputProps('deviceName')} />
        <PasswordInput
          mt="xs"
          label={t('passphrase')}
          description={t('setup.passphraseHint')}
          required
          minLength={8}
          autoComplete="new-password"
          {...form.getInputProps('passphrase')}
        />
        {failure && (
          <Alert role="alert" color="red" mt="sm">
            {t(`failure.${failure}`, { defaultValue: t('failure.UNKNOWN') })}
          </Alert>
        )}
        <Button
          type="submit"
          fullWidth
          mt="md"
          size="md"
          loading={isBusy}
          data-autofocus
          autoFocus={Boolean(proposal?.passphrase)}
        >
          {t('setup.submit')}
        </Button>
      </form>
    </SessionCard>
  );
}
