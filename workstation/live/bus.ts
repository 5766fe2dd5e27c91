import { EventPublisher } from '@orpc/server';
import type { LiveSignal } from '#core/api/live.ts';

/** Carries signals from whatever changed something to every open screen. */
export type LiveBus = EventPublisher<{ signal: LiveSignal }>;

/** Creates the workstation's one bus. */
export function createLiveBus(): LiveBus {
  return new EventPublisher<{ signal: LiveSignal }>();
}
