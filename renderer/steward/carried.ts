import { bytesOf } from '#renderer/lib/save-blob.ts';
import { gunzip, gzip, toBase64, utf8 } from '#renderer/steward/bytes.ts';
import type { KeptFact } from '#renderer/steward/store.ts';

/**
 * Writes own facts as text for a link to another hub's page: another address is another store to a browser, and what
 * stands behind `#` is sent to nobody.
 */
export async function packCarried(facts: readonly KeptFact[]): Promise<string> {
  return toBase64(await gzip(utf8(JSON.stringify(facts))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Reads what `packCarried` wrote, to be handed on again; empty where it is damaged: the page it came from keeps all of it. */
export async function unpackCarried(text: string): Promise<KeptFact[]> {
  if (text === '') return [];
  try {
    const packed = bytesOf(text.replaceAll('-', '+').replaceAll('_', '/'));
    const read: unknown = JSON.parse(new TextDecoder().decode(await gunzip(packed)));
    if (!Array.isArray(read) || !read.every(isFact)) return [];
    return read.map((fact) => ({ ...fact, isOwn: true, handing: 'WAITING' }));
  } catch {
    return [];
  }
}

/** What the hub will ask of it too: one fact of another shape would hold up all others. */
function isFact(value: unknown): value is KeptFact {
  if (typeof value !== 'object' || value === null) return false;
  const fact = value as Partial<Record<keyof KeptFact, unknown>>;
  const ids = [fact.id, fact.eventId, fact.guestId, fact.managerId, fact.answers ?? 'none'];
  return (
    ids.every((id) => typeof id === 'string' && id !== '' && id.length <= 64) &&
    ['IN', 'OUT', 'UNDO'].includes(fact.kind as string) &&
    ['SCAN', 'SEARCH'].includes(fact.method as string) &&
    Number.isSafeInteger(fact.at) &&
    typeof fact.desk === 'string' &&
    fact.desk.length <= 60 &&
    fact.overrideReason === null
  );
}
