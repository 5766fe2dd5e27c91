import type { DoorAnswer } from '#core/api/event-door.ts';
import type { Tone } from '#renderer/features/events/sounds.ts';

/** The colour of each result, read from two metres before any word is. */
export const resultTones: Readonly<Record<DoorAnswer['result'], Tone>> = {
  OK: 'green',
  ALREADY: 'amber',
  NOT_CONFIRMED: 'amber',
  AMBIGUOUS: 'amber',
  SUITABILITY_NOTE: 'amber',
  CANCELLED: 'red',
  REVOKED: 'red',
  WRONG_EVENT: 'red',
  UNKNOWN: 'red',
};

/** The colour of an answer; a genuine ticket asks for a second look. */
export function doorTone({ result, isGenuine }: DoorAnswer): Tone {
  return isGenuine ? 'amber' : resultTones[result];
}
