import type { Tone } from '#renderer/features/events/sounds.ts';
import { resultTones } from '#renderer/features/events/tone.ts';
import type { StewardShown } from '#renderer/steward/state.ts';

/** The colour of what is shown, as at the host's desk; `idle` while there is nothing to say. */
export function toneOfShown(shown: StewardShown | null): Tone | 'idle' {
  if (!shown || shown.kind === 'hub') return 'idle';
  if (shown.kind === 'undone') return 'amber';
  if (shown.kind === 'failed') return 'red';
  const { result, isGenuine } = shown.answer;
  if (result === 'LEFT') return 'green';
  if (result === 'FOR_HOST' || result === 'NOT_IN' || isGenuine) return 'amber';
  return resultTones[result];
}
