/** Look-ups under way at once: one more may gather while these are out. */
const mostOut = 2;

interface Waiting<Key, Found> {
  readonly key: Key;
  readonly resolve: (found: Found) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Returns a look-up by one key that asks for all keys waiting at once. `load` answers in the order of its keys and is
 * called after each of them came, so nobody gets an answer older than his question; alone, a key waits for nothing.
 */
export function gather<Key, Found>(
  load: (keys: readonly Key[]) => Promise<readonly Found[]>,
): (key: Key) => Promise<Found> {
  let waiting: Waiting<Key, Found>[] = [];
  let out = 0;

  const send = async (): Promise<void> => {
    if (waiting.length === 0 || out >= mostOut) return;
    const batch = waiting;
    waiting = [];
    out++;
    try {
      const found = await load(batch.map(({ key }) => key));
      batch.forEach(({ resolve }, at) => resolve(found[at] as Found));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    out--;
    void send();
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      // Whoever comes in the same turn goes along.
      if (waiting.length === 1) setImmediate(() => void send());
    });
}
