import type { Reason } from '#core/calls/contact.ts';
import type { MessageChannel } from '#core/messages/message.ts';

/** Whom to write to, and why. */
export interface MessageWish {
  readonly clientId: string;
  readonly channel: MessageChannel;
  readonly reason: Reason;
  /** The task the message may answer. */
  readonly taskId: string | null;
}

let show: (wish: MessageWish) => void = () => {};

/** Opens the message window over whatever is on screen. */
export const openMessages = (wish: MessageWish): void => show(wish);

/** Hands the one message window to `openMessages`; returns what takes it back. */
export function takeWishes(open: (wish: MessageWish) => void): () => void {
  show = open;
  return () => {
    show = () => {};
  };
}
