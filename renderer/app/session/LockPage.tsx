import { Alert, Anchor, Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf, type SessionFlow } from '#renderer/app/session/flow.ts';
import { SessionCard } from '#renderer/app/session/SessionCard.tsx';
import { client } from '#renderer/lib/api.ts';

/** Opens a locked workstation with the passphrase, or with the recovery key and a new passphrase. */
export function LockPage({ status, onBusy, onRecoveryKey }: SessionFlow) {
  const { t } = useTranslation('session');
  const [isRecovering, setRecovering] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [recoveryKey, setRecoveryKey] = useState('');
  const [failure, setFailure] = useState<{ code: string; waitMs: number } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setFailure(null);
    setBusy(true);
    try {
      if (isRecovering) {
        onBusy(true);
        const answer = await client.session.recover({ recoveryKey, passphrase });
        onRecoveryKey(answer.recoveryKey);
      } else await client.session.unlock({ passphrase });
    } catch (error) {
      setFailure(failureOf(error));
      onBusy(false);
    } finally {
      setBusy(false);
    }
  };
  /** The other way in starts clean: a refusal or a passphrase typed for this one says nothing there. */
  const toggle = (): void => {
    setRecovering(!isRecovering);
    setFailure(null);
    setPassphrase('');
  };
  const who = [status.branchName, status.managerName, status.deviceName].filter(Boolean).join(' · ');
  return (
    <SessionCard
      title={t(isRecovering ? 'recover.title' : 'unlock.title')}
      text={isRecovering ? t('recover.text') : who}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {isRecovering && (
          <TextInput
            label={t('recoveryKey')}
            value={recoveryKey}
            onChange={(event) => setRecoveryKey(event.currentTarget.value)}
            required
            mb="xs"
            autoFocus
          />
        )}
        <PasswordInput
          label={t(isRecovering ? 'recover.newPassphrase' : 'passphrase')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          required
          autoFocus={!isRecovering}
          autoComplete={isRecovering ? 'new-password' : 'current-password'}
        />
        {status.waiting !== null && status.waiting > 0 && !isRecovering && (
          <Text size="sm" c="dimmed" mt="xs" data-testid="kept-here">
            {t('unlock.kept', { n: status.waiting })}
          </Text>
        )}
        {failure && (
          <Alert role="alert" color="red" mt="sm">
            {t(`failure.${failure.code}`, { defaultValue: t('failure.UNKNOWN') })}
            {failure.waitMs > 0 && ` ${t('failure.wait', { seconds: Math.ceil(failure.waitMs / 1000) })}`}
          </Alert>
        )}
        <Button type="submit" fullWidth mt="md" size="md" loading={isBusy}>
          {t(isRecovering ? 'recover.submit' : 'unlock.submit')}
        </Button>
      </form>
      <Anchor component="button" type="button" size="sm" onClick={toggle}>
        {t(isRecovering ? 'recover.back' : 'unlock.forgot')}
      </Anchor>
    </SessionCard>
  );
}
