import { useEffect, useRef, useState } from 'react';
import { MessageWindow } from '#renderer/features/messages/MessageWindow.tsx';
import { takeWishes, type MessageWish } from '#renderer/features/messages/open-messages.ts';

/** Where the message window appears, whichever page asked for it; the cursor returns to where it was. */
export function MessageHost() {
  const [wish, setWish] = useState<MessageWish | null>(null);
  const cameFrom = useRef<Element | null>(null);
  useEffect(
    () =>
      takeWishes((wanted) => {
        cameFrom.current = document.activeElement;
        setWish(wanted);
      }),
    [],
  );
  useEffect(() => {
    const before = cameFrom.current;
    if (wish === null && before instanceof HTMLElement && before.isConnected) before.focus();
  }, [wish]);
  if (!wish) return null;
  return <MessageWindow key={wish.clientId} wish={wish} onClose={() => setWish(null)} />;
}
