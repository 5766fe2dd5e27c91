import { Button, Kbd } from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '#renderer/lib/keys.ts';

/** The one button of the day, on Enter. */
export function StartCalling() {
  const { t } = useTranslation('today');
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isOnControl = event.target instanceof HTMLElement && event.target.closest('a, button') !== null;
      if (event.code !== 'Enter' || event.repeat || event.defaultPrevented) return;
      if (isTyping(event) || isOnControl || document.querySelector('[role="dialog"]')) return;
      void navigate({ to: '/calls' });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate]);
  return (
    <Button
      size="md"
      leftSection={<IconPhoneCall size={18} />}
      rightSection={<Kbd size="xs">Enter</Kbd>}
      onClick={() => void navigate({ to: '/calls' })}
    >
      {t('start')}
    </Button>
  );
}
