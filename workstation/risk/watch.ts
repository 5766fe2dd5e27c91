import { businessDayOf, minuteMs, type BusinessDay } from '#core/base/time.ts';
import type { Entity } from '#core/sync/entities.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import { flagTalksToCome, type JudgedBefore } from '#workstation/events/talk-guests.ts';
import { endGoneTasks } from '#workstation/risk/gone-tasks.ts';
import { productGate } from '#workstation/risk/product-gate.ts';
import { rematchHolders } from '#workstation/risk/rematch.ts';
import { pinNewestKey } from '#workstation/risk/rule-book.ts';
import type { Station } from '#workstation/station.ts';

/** What verdicts on holdings and guests rest on; a client's own row changes too often, the next day sees to it. */
const groundKinds: readonly Entity[] = [
  'product',
  'ratingChange',
  'holding',
  'riskTest',
  'investorFact',
  'ruleVersion',
];
/** Who is judged for what: a change of these alone asks for a verdict on who is new to it only. */
const listKinds: readonly Entity[] = ['event', 'guest'];
/** Changes come in bursts: one look after the last of them. */
const quietMs = 5000;
const lookEveryMs = 10 * minuteMs;
/** How long a look may hold the thread before the screen gets its turn. */
const shareMs = 8;

/**
 * Keeps promises about products true while their grounds move: holders of a product rated anew and guests of talks to
 * come are judged again at the start, after changes by whoever made them, and each new day, when tests expire; tasks
 * whose reason is gone are ended. Returns the function that ends it.
 */
export function startSuitabilityWatch(station: Station): () => void {
  const before: JudgedBefore = new Set();
  let judgedOn: BusinessDay | null = null;
  let timer: NodeJS.Timeout | undefined;
  const judge = (): void => {
    const today = businessDayOf(station.clock());
    if (judgedOn !== today) before.clear();
    pinNewestKey(station.db);
    rematchHolders(station);
    const gate = productGate(station);
    endGoneTasks(station, gate);
    goOn(flagTalksToCome(station, gate, before), today);
  };
  const goOn = (look: Generator<undefined, void>, day: BusinessDay): void => {
    const since = performance.now();
    while (performance.now() - since < shareMs) {
      if (!look.next().done) continue;
      judgedOn = day;
      return;
    }
    later(() => goOn(look, day), 0);
  };
  /** One thing waits at a time: a newer look takes the place of one that is under way. */
  const later = (work: () => void, inMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => whenDiskTakesIt(work), inMs);
    timer.unref();
  };
  const judgeSoon = (): void => later(judge, quietMs);
  const daily = setInterval(() => {
    if (judgedOn !== businessDayOf(station.clock())) judgeSoon();
  }, lookEveryMs);
  daily.unref();
  const unsubscribe = station.live.subscribe('signal', (signal) => {
    if (signal.kind !== 'rows') return;
    const touches = (kinds: readonly Entity[]): boolean =>
      signal.entities.some((kind) => kinds.includes(kind as Entity));
    if (touches(groundKinds)) before.clear();
    if (touches(groundKinds) || touches(listKinds)) judgeSoon();
  });
  judgeSoon();
  return () => {
    clearTimeout(timer);
    clearInterval(daily);
    unsubscribe();
  };
}

/** A disk that refuses now is asked again at the next look. */
function whenDiskTakesIt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (storeFailureOf(error) === null) throw error;
  }
}
