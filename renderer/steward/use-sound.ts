import { useEffect, useRef } from 'react';
import { playTone } from '#renderer/features/events/sounds.ts';
import type { StewardState } from '#renderer/steward/state.ts';
import { toneOfShown } from '#renderer/steward/tone.ts';

/** Sounds each answer once. */
export function useSound({ shown }: StewardState, isMuted: boolean): void {
  const muted = useRef(isMuted);
  useEffect(() => {
    muted.current = isMuted;
  });
  useEffect(() => {
    const tone = toneOfShown(shown);
    if (tone !== 'idle' && !muted.current) playTone(tone);
  }, [shown]);
}
