import type { Tone } from '#renderer/features/events/sounds.ts';
import { resultTones } from '#renderer/features/events/tone.ts';
import type { StewardShown } from '#renderer/steward/state.ts';

/** The colour of what is shown, as at the host's desk; `idle` while there is nothing to say. */
export function toneOfShown(shown: StewardShown | null): Tone | 'idle' {
  if (!shown) return 'idle';
  if (shown.kind === 'undone') return 'amber';
  if (shown.kind === 'failed') return 'red';
  const { result } = shown.answer;
  return result === 'FOR_HOST' ? 'amber' : resultTones[result];
}
