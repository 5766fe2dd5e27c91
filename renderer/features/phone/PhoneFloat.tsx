import { Paper } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { isLive } from '#core/calls/softphone.ts';
import { useTickingNow } from '#renderer/features/calls/use-ticking-now.ts';
import { phoneKeys, toneOf, type PhonePress } from '#renderer/features/phone/keys.ts';
import { pressPhone } from '#renderer/features/phone/press.ts';
import { PhoneBar } from '#renderer/features/phone/PhoneBar.tsx';
import { usePhone } from '#renderer/features/phone/phone-store.ts';

/** The call in hand on every other page than the desk, with its keys under Alt. */
export function PhoneFloat() {
  const phone = usePhone();
  const isDesk = useRouterState({ select: ({ location }) => location.pathname === '/calls' });
  const isShown = isLive(phone.phone.call) && !isDesk;
  return isShown ? <Float /> : null;
}

function Float() {
  const phone = usePhone();
  const now = useTickingNow(Date.now);
  const [isKeypadOpen, setKeypadOpen] = useState(false);
  const press = (what: PhonePress | { readonly tone: string }): void => {
    if (what === 'keypad') setKeypadOpen((isOpen) => !isOpen);
    else pressPhone(what, phone, null);
  };
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (!event.altKey || event.repeat) return;
    const tone = isKeypadOpen ? toneOf(event) : null;
    const what = tone === null ? phoneKeys[event.code] : { tone };
    if (!what) return;
    event.preventDefault();
    press(what);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
  return (
    <Paper
      withBorder
      shadow="md"
      p={10}
      w={340}
      style={{ position: 'fixed', right: 16, bottom: 16, zIndex: 150 }}
    >
      <PhoneBar now={now} isKeypadOpen={isKeypadOpen} onPress={press} />
    </Paper>
  );
}
