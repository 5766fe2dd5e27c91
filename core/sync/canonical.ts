/**
 * Returns the one JSON text of a value: keys sorted, no white space, undefined members left out.
 * Both sides hash this text, so equal values give equal digests whatever stored them.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const record = value as Record<string, unknown>;
  let members = '';
  for (const key of sortedKeys(record)) {
    const member = record[key];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Rows of one kind have their keys in one order: sorting it once is most of the work of a first sync's hashes. */
const orders = new Map<string, readonly string[]>();
const mostOrders = 500;

function sortedKeys(record: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(record);
  const shape = keys.join('\n');
  const known = orders.get(shape);
  // A key may hold the separator, so that two shapes look alike: an order counts only for its own keys.
  if (known?.length === keys.length && known.every((key) => Object.hasOwn(record, key))) return known;
  keys.sort();
  if (orders.size < mostOrders) orders.set(shape, keys);
  return keys;
}
