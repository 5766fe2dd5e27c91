import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import type { DoorAnswer } from '#core/api/event-door.ts';
import { playTone, type Tone } from '#renderer/features/events/sounds.ts';
import { doorTone } from '#renderer/features/events/tone.ts';
import { client } from '#renderer/lib/api.ts';

/** What the panel shows: an answer of the door, an undo, or that nothing was saved. */
export type Shown =
  | { readonly kind: 'answer'; readonly answer: DoorAnswer }
  | { readonly kind: 'undone'; readonly name: string; readonly isStillIn: boolean }
  | { readonly kind: 'failed'; readonly code: string };

/** Somebody at the door who is on no list. */
export interface WalkIn {
  readonly name: string;
  readonly phone: string | null;
  readonly isSomebodyElse: boolean;
}

/** The door's doings for one event: each shows and sounds its result, and none hides a failure. */
export function useDoor(eventId: string) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [isMuted, setMuted] = useLocalStorage({ key: 'check-in-muted', defaultValue: false });
  const show = (next: Shown, tone: Tone): void => {
    setShown(next);
    if (!isMuted) playTone(tone);
  };
  const showAnswer = (answer: DoorAnswer): DoorAnswer => {
    show({ kind: 'answer', answer }, doorTone(answer));
    return answer;
  };
  const attempt = async (work: () => Promise<DoorAnswer>): Promise<DoorAnswer | null> => {
    try {
      return showAnswer(await work());
    } catch (error) {
      show({ kind: 'failed', code: (error as { code?: string }).code ?? 'UNKNOWN' }, 'red');
      return null;
    }
  };
  return {
    shown,
    clear: () => setShown(null),
    isMuted,
    toggleMute: () => setMuted(!isMuted),
    scan: (typed: string) => attempt(() => client.events.scan({ eventId, typed })),
    admit: (guestId: string, overrideReason: string | null, isNoteSeen = false) =>
      attempt(() => client.events.admit({ guestId, overrideReason, isNoteSeen })),
    walkIn: (person: WalkIn, overrideReason: string | null = null) =>
      attempt(async () => (await client.events.walkIn({ eventId, ...person, overrideReason })).answer),
    undo: async (checkInId: string, name: string): Promise<void> => {
      try {
        const { isStillIn } = await client.events.undo({ checkInId });
        show({ kind: 'undone', name, isStillIn }, 'amber');
      } catch (error) {
        show({ kind: 'failed', code: (error as { code?: string }).code ?? 'UNKNOWN' }, 'red');
      }
    },
  };
}
export type DoorDesk = ReturnType<typeof useDoor>;
