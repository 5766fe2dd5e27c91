/** Runs pieces of work one after the other, in the order they came; one that fails holds up nothing. */
export interface Turns {
  readonly take: <Value>(work: () => Value | Promise<Value>) => Promise<Value>;
}

/** Makes an empty queue. Only promises carry it on, so the order is the same every time. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take: (work) => {
      const mine = last.then(work, work);
      last = mine.then(
        () => undefined,
        () => undefined,
      );
      return mine;
    },
  };
}
