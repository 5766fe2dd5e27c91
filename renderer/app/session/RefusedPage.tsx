import { Alert, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepairReport, SessionStatus } from '#core/api/session.ts';
import { failureOf } from '#renderer/app/session/flow.ts';
import { SessionCard } from '#renderer/app/session/SessionCard.tsx';
import { client } from '#renderer/lib/api.ts';

interface Props {
  readonly status: SessionStatus;
  readonly onBusy: (isBusy: boolean) => void;
  readonly onRepaired: (report: RepairReport) => void;
}

/** Says why this workstation's store is not opened, that nothing was changed, and what to do; repairs a damaged one. */
export function RefusedPage({ status: { problem, canRepair }, onBusy, onRepaired }: Props) {
  const { t } = useTranslation('session');
  const [failure, setFailure] = useState<string | null>(null);
  const [isRepairing, setRepairing] = useState(false);
  const repair = async (): Promise<void> => {
    setFailure(null);
    setRepairing(true);
    onBusy(true);
    try {
      onRepaired(await client.session.repair());
    } catch (error) {
      const { code, reason } = failureOf(error);
      setFailure(reason ?? code);
      onBusy(false);
    } finally {
      setRepairing(false);
    }
  };
  return (
    <SessionCard title={t('refused.title')} text={t('refused.untouched')}>
      <Alert role="alert" color="red">
        {t(`refused.${canRepair ? 'DAMAGED' : problem}`, { defaultValue: t('refused.CANNOT_OPEN') })}
      </Alert>
      {canRepair && (
        <>
          <Text size="sm">{t('repair.text')}</Text>
          {failure && (
            <Alert role="alert" color="red">
              {t(`repair.failure.${failure}`, {
                defaultValue: t(`refused.${failure}`, { defaultValue: t('failure.UNKNOWN') }),
              })}
            </Alert>
          )}
          <Button size="md" fullWidth loading={isRepairing} onClick={() => void repair()} autoFocus>
            {t('repair.submit')}
          </Button>
        </>
      )}
    </SessionCard>
  );
}
