import { Button, Paper } from '@mantine/core';
import { IconSunrise } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';

/** A day without promises: says so, and where clients come from. */
export function TodayEmpty() {
  const { t } = useTranslation('today');
  return (
    <Paper withBorder radius="md">
      <EmptyState
        icon={<IconSunrise />}
        title={t('empty.title')}
        text={t('empty.text')}
        action={
          <Button component={Link} to="/import" variant="light">
            {t('empty.import')}
          </Button>
        }
      />
    </Paper>
  );
}
