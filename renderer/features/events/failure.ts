import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Tells in words what did not work; the reason comes from the procedure's typed error. */
export function showFailure(error: unknown): void {
  const { code, data } = error as { code?: string; data?: { reason?: string } };
  const keys = [
    ...(data?.reason ? [`events:refusal.${data.reason}`] : []),
    ...(code ? [`events:refusal.${code}`, `common:error.${code}`] : []),
    'common:error.UNKNOWN',
  ];
  notifications.show({ color: 'red', title: i18next.t('common:error.title'), message: i18next.t(keys) });
}
