import { Button, Code, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SessionCard } from '#renderer/app/session/SessionCard.tsx';
import { formatDate } from '#renderer/lib/format.ts';

interface Props {
  readonly recoveryKey: string;
  readonly deviceName: string | null;
  readonly onDone: () => void;
}

/** Shows the recovery key, once; it can be printed and must be kept away from this machine. */
export function RecoveryKeyPage({ recoveryKey, deviceName, onDone }: Props) {
  const { t } = useTranslation('session');
  const [shownAt] = useState(() => Date.now());
  return (
    <SessionCard title={t('key.title')} text={t('key.text')}>
      <Code block fz="md" ta="center" py="md" data-testid="recovery-key" style={{ whiteSpace: 'pre-wrap' }}>
        {recoveryKey}
      </Code>
      <Text size="xs" c="dimmed">
        {deviceName} · {formatDate(shownAt)}
      </Text>
      <Group grow className="no-print">
        <Button variant="default" onClick={() => print()}>
          {t('key.print')}
        </Button>
        <Button onClick={onDone} autoFocus>
          {t('key.done')}
        </Button>
      </Group>
    </SessionCard>
  );
}
