import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages } from '#renderer/app/pages.ts';
import classes from '#renderer/app/Rail.module.css';

/** The left rail: one entry a desk. */
export function Rail() {
  const { t } = useTranslation();
  return (
    <Stack component="nav" aria-label={t('frame.rail')} gap={2} p={6}>
      {pages.map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className={classes['item']} activeOptions={{ exact: to === '/' }}>
          <Icon size={20} stroke={1.6} aria-hidden />
          {t(`page.${name}`)}
        </Link>
      ))}
    </Stack>
  );
}
