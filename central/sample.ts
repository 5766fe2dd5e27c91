import { startOfDay, type Instant } from '#core/base/time.ts';
import { productFields } from '#core/risk/product.ts';
import { shippedRules } from '#core/risk/rule-book.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { shelfContent, shelfName, type ShelvedProduct } from '#core/risk/shelf-version.ts';
import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { firstAnnouncement, signedVersion, storedVersions, versionRecord } from '#central/rules/announced.ts';
import { firstSigner } from '#central/rules/signing-key.ts';
import { createManager } from '#central/admin/branches.ts';
import type { GrantChange, StoredRecord } from '#central/store/shapes.ts';
import type { CentralStore } from '#central/store/store.ts';

interface SampleRow {
  readonly entity: Entity;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SampleBook {
  readonly tenantId: string;
  /** Managers to create, where the tenant has none with that id. */
  readonly managers: readonly { readonly id: string; readonly name: string }[];
  readonly rows: AsyncIterable<SampleRow> | Iterable<SampleRow>;
  readonly now: Instant;
  /** Called after each committed batch with the rows stored so far. */
  readonly onProgress?: (stored: number) => void;
}

const batchSize = 5000;

/**
 * Loads rows the program itself made (a sample book) in bulk: numbers, grants and hashes as if pushed, without
 * validation. Clients go to their owner, events to their hosts. Returns the rows stored; each batch is one commit.
 */
export async function loadSample(store: CentralStore, book: SampleBook): Promise<number> {
  await addManagers(store, book);
  const products: ShelvedProduct[] = [];
  let stored = 0;
  let writing: Promise<void> = Promise.resolve();
  for await (const batch of batchesOf(book.rows)) {
    await writing;
    products.push(...batch.flatMap(productOf));
    stored += batch.length;
    const done = stored;
    // The next batch is made while the store writes this one.
    writing = writeBatch(store, book, batch).then(() => book.onProgress?.(done));
    writing.catch(() => undefined);
  }
  await writing;
  stored += await publishShelf(store, book, products);
  // Without statistics the planner reads whole tables for each page of the first sync that follows at once.
  await store.refreshStatistics();
  return stored;
}

function productOf({ entity, id, data }: SampleRow): ShelvedProduct[] {
  return entity === 'product' ? [{ ...productFields.parse(data), id }] : [];
}

/** Signs the sample's products as the centre does, in force since the rules that ship; returns how many rows that made. */
async function publishShelf(
  store: CentralStore,
  { tenantId, now }: SampleBook,
  products: readonly ShelvedProduct[],
): Promise<number> {
  if (products.length === 0) return 0;
  return store.write(tenantId, async (tx) => {
    const tenant = await tx.tenant();
    if (!tenant) return 0;
    const { seq } = await tx.lockCounter();
    const versions = await storedVersions(tx);
    const signer = firstSigner(tenant.secret);
    const shelf = shelfOf(products, {
      effectiveFrom: startOfDay(shippedRules.effectiveFrom),
      publishedAt: now,
    });
    const first = firstAnnouncement(tenantId, { signer, versions, now });
    const rows = [...first, signedVersion(tenantId, signer, shelf)];
    // One sample a branch: its rows are named after it, so that the same sample has the same ids.
    const records = rows.map((row, index) => versionRecord(`${row.name}-${tenantId}`, seq + index + 1, row));
    await tx.writeRecords(records);
    await tx.moveCounter(seq + records.length);
    return records.length;
  });
}

function shelfOf(
  products: readonly ShelvedProduct[],
  dated: Pick<RuleVersionFields, 'effectiveFrom' | 'publishedAt'>,
): Omit<RuleVersionFields, 'signature'> {
  const version = { kind: 'SHELF', name: shelfName, number: 1, ...dated } as const;
  return { ...version, content: shelfContent(version, products) };
}

async function addManagers(store: CentralStore, { tenantId, managers, now }: SampleBook): Promise<void> {
  for (const { id: managerId, name } of managers) {
    const found = await store.read(tenantId, (snapshot) => snapshot.manager(managerId));
    if (found) continue;
    await createManager({ store, clock: () => now, newId: () => managerId }, { tenantId, name });
  }
}

async function* batchesOf(source: SampleBook['rows']): AsyncGenerator<SampleRow[]> {
  let batch: SampleRow[] = [];
  for await (const sample of source) {
    batch.push(sample);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function writeBatch(
  store: CentralStore,
  { tenantId, now }: SampleBook,
  batch: readonly SampleRow[],
): Promise<void> {
  const write: Parameters<typeof store.write<void>>[1] = async (tx) => {
    const { seq: from } = await tx.lockCounter();
    const records = batch.map(({ entity, id, data }, index): StoredRecord => {
      return { entity, id, scope: scopeOf(entity, id, data), seq: from + index + 1, data, marks: {} };
    });
    await tx.writeRecords(records);
    await tx.writeGrantChanges(records.flatMap(grantsOf), now);
    await tx.moveCounter(from + batch.length);
  };
  return store.write(tenantId, write, { isBulk: true });
}

function grantsOf({ entity, scope, seq, data }: StoredRecord): GrantChange[] {
  const open = (managerId: string): GrantChange => ({ kind: 'open', scope, managerId, seq, isNew: true });
  if (entity === 'client') return [open(String(data?.['ownerManagerId']))];
  if (entity === 'event') return ((data?.['hostManagerIds'] as string[] | undefined) ?? []).map(open);
  return [];
}
