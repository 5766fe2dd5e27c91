import { Alert, Button, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RepairReport } from '#core/api/session.ts';
import { SessionCard } from '#renderer/app/session/SessionCard.tsx';

interface Props {
  readonly report: RepairReport;
  readonly onDone: () => void;
}

/** Says what a repair brought along and what it could not read, before work goes on. */
export function RepairedPage({ report: { waiting, rebuilt, lost, rows, aside }, onDone }: Props) {
  const { t } = useTranslation('session');
  return (
    <SessionCard title={t('repaired.title')} text={t('repaired.text')}>
      <List size="sm">
        <List.Item>{t('repaired.waiting', { count: waiting })}</List.Item>
        {rebuilt > 0 && <List.Item>{t('repaired.rebuilt', { count: rebuilt })}</List.Item>}
        <List.Item>{t('repaired.rows', { count: rows })}</List.Item>
      </List>
      {lost !== 0 && (
        <Alert role="alert" color="red">
          {lost === null ? t('repaired.lostUnknown') : t('repaired.lost', { count: lost })}
        </Alert>
      )}
      <Text size="xs" c="dimmed">
        {t('repaired.aside', { folder: aside })}
      </Text>
      <Button size="md" fullWidth onClick={onDone} autoFocus>
        {t('repaired.done')}
      </Button>
    </SessionCard>
  );
}
