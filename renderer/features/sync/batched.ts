/**
 * Turns many single reads of one moment into few common ones of at most `most` keys. A key without an answer gives
 * null; where the common read fails, each of its single reads does.
 */
export function batched<Key, Value>(
  readAll: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
  nameOf: (key: Key) => string,
  most: number,
): (key: Key) => Promise<Value | null> {
  let waiting: Map<string, Key> | null = null;
  let answers: Promise<ReadonlyMap<string, Value>> | null = null;

  const begin = (): Promise<ReadonlyMap<string, Value>> => {
    const keys = new Map<string, Key>();
    waiting = keys;
    return new Promise((resolve) => setTimeout(resolve, 0)).then(async () => {
      if (waiting === keys) waiting = null;
      return readAll([...keys.values()]);
    });
  };
  return async (key) => {
    if (!waiting || waiting.size >= most || !answers) answers = begin();
    waiting?.set(nameOf(key), key);
    return (await answers).get(nameOf(key)) ?? null;
  };
}
