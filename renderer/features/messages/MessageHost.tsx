import { useEffect, useState } from 'react';
import { MessageWindow } from '#renderer/features/messages/MessageWindow.tsx';
import { takeWishes, type MessageWish } from '#renderer/features/messages/open-messages.ts';

/** Where the message window appears, whichever page asked for it. */
export function MessageHost() {
  const [wish, setWish] = useState<MessageWish | null>(null);
  useEffect(() => takeWishes(setWish), []);
  if (!wish) return null;
  return <MessageWindow key={wish.clientId} wish={wish} onClose={() => setWish(null)} />;
}
