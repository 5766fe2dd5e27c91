import type { Instant } from '#core/base/time.ts';
import { compareEntries, type Entry, type EntryPlace } from '#core/compliance/entry.ts';
import { overContactEntry } from '#core/compliance/over-entry.ts';
import type { Entity } from '#core/sync/entities.ts';
import { entrySources, type Known, type StoredKind } from '#central/compliance/entries.ts';
import { overContactsIn, type ClientsOverContact } from '#central/compliance/over-contacts.ts';
import { keyOf, type RecordKey, type StoredRecord } from '#central/store/shapes.ts';
import type { Snapshot } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';

/** Rows read in one go. */
const pageSize = 1000;

/** From an instant until before another. */
interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Where an entry lies, and an over-contact itself: that one lies nowhere. */
interface Place extends EntryPlace {
  readonly over: ClientsOverContact | null;
}

type SealedEntry = Entry & { readonly row: Readonly<Record<string, unknown>> | null };

/** Reads the entries of a range in the order of the file, each with its row: places first, then page by page. */
export async function* entriesOf(snapshot: Snapshot, span: Span): AsyncGenerator<SealedEntry> {
  const places = await placesOf(snapshot, span);
  const names = await namesOf(snapshot);
  for (let start = 0; start < places.length; start += pageSize) {
    const page = places.slice(start, start + pageSize);
    const rows = await rowsBehind(snapshot, page);
    for (const place of page) {
      const entry = place.over ? overEntry(place.over, { names, rows }) : storedEntry(place, { names, rows });
      if (entry) yield entry;
    }
  }
}

interface Names {
  readonly manager: ReadonlyMap<string, string>;
  readonly product: ReadonlyMap<string, string>;
}

async function namesOf(snapshot: Snapshot): Promise<Names> {
  const products = await snapshot.recordsIn('product', [tenantScope]);
  return {
    manager: new Map((await snapshot.managers()).map(({ managerId, name }) => [managerId, name])),
    product: new Map(products.map(({ id, data }) => [id, String(data?.['name'])])),
  };
}

interface Ground {
  readonly names: Names;
  readonly rows: Pick<Known, 'get'>;
}

function clientName(clientId: string | null, { rows }: Ground): string | null {
  return clientId === null ? null : ((rows.get('client', clientId)?.['name'] as string | undefined) ?? null);
}

function overEntry(over: ClientsOverContact, ground: Ground): SealedEntry {
  const { clientId, managerId } = over;
  const managerName = ground.names.manager.get(managerId) ?? null;
  return {
    ...overContactEntry(over, { clientId, clientName: clientName(clientId, ground), managerName }),
    row: null,
  };
}

function storedEntry({ kind, id }: Place, ground: Ground): SealedEntry | null {
  const { entity, read } = entrySources[kind as StoredKind];
  const row = ground.rows.get(entity, id);
  const raw = row && read(row, { ...ground.rows, has: () => false, id });
  if (!raw) return null;
  const { managerId, productId, ...said } = raw;
  const managerName = ground.names.manager.get(managerId ?? '') ?? null;
  const productName = ground.names.product.get(productId ?? '') ?? null;
  return { kind, id, ...said, clientName: clientName(said.clientId, ground), managerName, productName, row };
}

/** Says where every entry of a range lies, in the order of the file. */
async function placesOf(snapshot: Snapshot, span: Span): Promise<Place[]> {
  const overs = await overContactsIn(snapshot, span);
  const places = overs.map((over): Place => ({
    at: over.at,
    kind: 'OVER_CONTACT',
    id: over.contactId,
    over,
  }));
  const tests = new Set<string>();
  for (const [name, { entity, read }] of Object.entries(entrySources)) {
    const kind = name as StoredKind;
    for await (const { id, data } of everyRow(snapshot, entity)) {
      if (entity === 'riskTest') tests.add(id);
      const raw = read(data ?? {}, { get: () => null, has: (_, one) => tests.has(one), id });
      if (raw && raw.at >= span.from && raw.at < span.until)
        places.push({ at: raw.at, kind, id, over: null });
    }
  }
  return places.sort(compareEntries);
}

async function* everyRow(snapshot: Snapshot, entity: Entity) {
  for (let after = ''; ;) {
    const page = await snapshot.pageOf(entity, { after, limit: pageSize });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}

/** Reads the rows of a page of entries in full, and those that they name. */
async function rowsBehind(snapshot: Snapshot, page: readonly Place[]): Promise<Pick<Known, 'get'>> {
  const known = new Map<string, StoredRecord>();
  const read = async (keys: readonly RecordKey[]): Promise<readonly StoredRecord[]> => {
    const found = await snapshot.records(keys.filter((key) => !known.has(keyOf(key))));
    for (const record of found) known.set(keyOf(record), record);
    return found;
  };
  const named = (rows: readonly StoredRecord[], entity: Entity, field: string): RecordKey[] =>
    [...new Set(rows.flatMap(({ data }) => (data?.[field] as string | null) ?? []))].map((id) => ({
      entity,
      id,
    }));
  const own = await read(
    page.flatMap(({ kind, id }) =>
      kind === 'OVER_CONTACT' ? [] : { entity: entrySources[kind].entity, id },
    ),
  );
  const guests = await read([...named(own, 'guest', 'guestId'), ...named(own, 'event', 'eventId')]);
  const overClients = page.flatMap(({ over }) => (over ? { entity: 'client', id: over.clientId } : []));
  await read([...named([...own, ...guests], 'client', 'clientId'), ...overClients]);
  return { get: (entity, id) => known.get(keyOf({ entity, id }))?.data ?? null };
}
