import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SessionCard } from '#renderer/app/session/SessionCard.tsx';

/** Says why this workstation's store is not opened, that nothing was changed, and what to do. */
export function RefusedPage({ problem }: { readonly problem: string }) {
  const { t } = useTranslation('session');
  return (
    <SessionCard title={t('refused.title')} text={t('refused.untouched')}>
      <Alert role="alert" color="red">
        {t(`refused.${problem}`, { defaultValue: t('refused.CANNOT_OPEN') })}
      </Alert>
    </SessionCard>
  );
}
