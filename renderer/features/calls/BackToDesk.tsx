import { Affix, Button, Kbd } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { deskLeftAt } from '#renderer/features/calls/desk-memory.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';

/** The way back to the card from which a client's risk test or history was opened, on Alt+B from any field. */
export function BackToDesk() {
  const { t } = useCallWords();
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const left = deskLeftAt();
  const isShown = left !== null && path.startsWith(`/clients/${left.clientId}`);
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (!isShown || !event.altKey || event.code !== 'KeyB' || event.isComposing) return;
    event.preventDefault();
    void navigate({ to: '/calls' });
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
  if (!isShown) return null;
  return (
    <Affix position={{ bottom: 16, right: 16 }} className="no-print">
      <Button
        leftSection={<IconPhone size={16} />}
        rightSection={<Kbd size="xs">Alt B</Kbd>}
        onClick={() => void navigate({ to: '/calls' })}
        data-testid="back-to-desk"
      >
        {t('key.return', { name: left.name })}
      </Button>
    </Affix>
  );
}
