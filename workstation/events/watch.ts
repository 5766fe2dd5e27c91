import type { Entity } from '#core/sync/entities.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import { mergeDoubles } from '#workstation/events/doubles.ts';
import { takeQuestions } from '#workstation/events/guest-notes.ts';
import type { Station } from '#workstation/station.ts';

const groundKinds: readonly Entity[] = ['guest', 'guestNote', 'client', 'event'];
/** Changes come in bursts: one look after the last of them. */
const quietMs = 2000;

/**
 * Does what follows on this workstation from what other hosts wrote: questions for this manager become tasks, a client
 * invited twice is one guest again. At the start and after changes by whoever made them; returns the function that ends it.
 */
export function startSalonWatch(station: Station): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    try {
      takeQuestions(station);
      mergeDoubles(station);
    } catch (error) {
      // A disk that refuses now is asked again after the next change.
      if (storeFailureOf(error) === null) throw error;
    }
  };
  const lookSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, quietMs);
    timer.unref();
  };
  const unsubscribe = station.live.subscribe('signal', (signal) => {
    if (signal.kind === 'rows' && signal.entities.some((kind) => groundKinds.includes(kind as Entity)))
      lookSoon();
  });
  lookSoon();
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
