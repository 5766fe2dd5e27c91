import { businessDayOf, minuteMs, type BusinessDay } from '#core/base/time.ts';
import type { Entity } from '#core/sync/entities.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import { flagTalksToCome } from '#workstation/events/talk-guests.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { rematchHolders } from '#workstation/risk/rematch.ts';
import type { Station } from '#workstation/station.ts';

/** What verdicts on holdings and guests rest on; a client's own row changes too often, the next day sees to it. */
const groundKinds: readonly Entity[] = [
  'product',
  'ratingChange',
  'holding',
  'riskTest',
  'investorFact',
  'ruleVersion',
  'event',
  'guest',
];
/** Changes come in bursts: one look after the last of them. */
const quietMs = 5000;
const lookEveryMs = 10 * minuteMs;

/**
 * Keeps promises about products true while their grounds move: holders of a product rated anew and guests of talks to
 * come are judged again at the start, after changes by whoever made them, and each new day, when tests expire. Returns
 * the function that ends it.
 */
export function startSuitabilityWatch(station: Station): () => void {
  let judgedOn: BusinessDay | null = null;
  let timer: NodeJS.Timeout | undefined;
  const judge = (): void => {
    try {
      rematchHolders(station);
      flagTalksToCome(station, productGate(station));
      judgedOn = businessDayOf(station.clock());
    } catch (error) {
      // A disk that refuses now is asked again at the next look.
      if (storeFailureOf(error) === null) throw error;
    }
  };
  const judgeSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(judge, quietMs);
    timer.unref();
  };
  const daily = setInterval(() => {
    if (judgedOn !== businessDayOf(station.clock())) judgeSoon();
  }, lookEveryMs);
  daily.unref();
  const unsubscribe = station.live.subscribe('signal', (signal) => {
    if (signal.kind === 'rows' && signal.entities.some((kind) => groundKinds.includes(kind as Entity)))
      judgeSoon();
  });
  judgeSoon();
  return () => {
    clearTimeout(timer);
    clearInterval(daily);
    unsubscribe();
  };
}
