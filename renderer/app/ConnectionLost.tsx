import { Alert, Portal } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { transport } from '#renderer/lib/api.ts';

/** Says so when the window has lost its own workstation, and that saved work is safe. */
export function ConnectionLost() {
  const { t } = useTranslation();
  const [isLost, setLost] = useState(false);
  useEffect(() => transport.onConnection((isConnected) => setLost(!isConnected)), []);
  if (!isLost) return null;
  return (
    <Portal>
      <Alert
        role="alert"
        color="red"
        variant="filled"
        icon={<IconPlugConnectedX />}
        title={t('connection.title')}
        style={{ position: 'fixed', insetInline: 0, top: 0, zIndex: 1000, borderRadius: 0 }}
      >
        {t('connection.text')}
      </Alert>
    </Portal>
  );
}
