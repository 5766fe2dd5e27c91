import { fail, ok, type Result } from '#core/base/result.ts';
import { beijingText, type Instant } from '#core/base/time.ts';
import { productFields, type ProductFields } from '#core/risk/product.ts';
import { ratingUsed } from '#core/risk/rating.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { shelfContent, shelfName, type ShelvedProduct } from '#core/risk/shelf-version.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import type { CentreContext } from '#central/context.ts';
import { publishedShelf, type PublishedShelf } from '#central/products/published.ts';
import { firstAnnouncement, signedVersion, signerFor, storedVersions } from '#central/rules/announced.ts';
import type { StoredRecord } from '#central/store/shapes.ts';
import type { Snapshot } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';

export interface ShelfOrder {
  readonly tenantId: string;
  /** Products as a file holds them; each is known by its code. */
  readonly products: readonly unknown[];
  /** From when they are on the shelf so; left out: now. */
  readonly effectiveFrom?: Instant | 'NOW';
  /** Says what would happen and does nothing. */
  readonly isDryRun: boolean;
  /** The file of the key that signs, as text; left out for a branch's first key. */
  readonly keyFile?: string | null;
}

/** What became, or would become, of the shelf. Products a file does not name stay as they are. */
export interface ShelfChange {
  /** The version that says it; null where nothing changes. */
  readonly version: Pick<RuleVersionFields, 'number' | 'effectiveFrom'> | null;
  readonly added: readonly string[];
  /** Of each changed product its code and the fields, old and new. */
  readonly changed: readonly { readonly code: string; readonly fields: readonly string[] }[];
  readonly unchanged: number;
  /** Codes on the shelf that the file does not name. */
  readonly unnamed: readonly string[];
}

/**
 * Publishes products to a branch's shelf, all or none, as one signed version in force from an instant: new ones, and those
 * of a code whose words changed. Where the rating a product is judged by changes, a row says so, from which every holder
 * is matched anew that day (NFRA 22). Refused with every fault in words.
 */
export async function importProducts(
  { store, clock, newId }: Pick<CentreContext, 'store' | 'clock' | 'newId'>,
  { tenantId, products, effectiveFrom: wished = 'NOW', isDryRun, keyFile = null }: ShelfOrder,
): Promise<Result<ShelfChange, string[]>> {
  const read = readProducts(products);
  if (!read.ok) return read;
  return store.write(tenantId, async (tx) => {
    const tenant = await tx.tenant();
    if (!tenant) return fail([`There is no branch ${tenantId}.`]);
    const { seq } = await tx.lockCounter();
    const now = clock();
    const effectiveFrom = wished === 'NOW' ? now : wished;
    const versions = await storedVersions(tx);
    const signer = signerFor(tenant, versions, keyFile);
    if (!signer.ok) return fail([signer.error]);
    const shelf = publishedShelf(versions);
    const ids = await idsByCode(tx);
    const changing = read.value
      .map((data) => ({ ...data, id: ids.get(data.code) ?? newId() }))
      .filter((product) => fieldsChanged(shelf.products.get(product.id), product).length > 0);
    const faults = faultsOf(changing, { shelf, effectiveFrom, now });
    if (faults.length > 0) return fail(faults);
    const version =
      changing.length > 0 ? { number: shelf.lastNumber + 1, effectiveFrom, publishedAt: now } : null;
    if (version && !isDryRun) {
      const shelved = {
        ...version,
        kind: 'SHELF',
        name: shelfName,
        content: shelfContent(version, changing),
      } as const;
      const first = firstAnnouncement(tenantId, { signer: signer.value, versions, now });
      const published = [...first, signedVersion(tenantId, signer.value, shelved)];
      const rows: Row[] = [
        ...published.map((data): Row => ({ entity: 'ruleVersion', id: newId(), data: { ...data } })),
        ...changing.flatMap((product) => rowsOf(product, shelf, { newId, effectiveFrom })),
      ];
      await tx.writeRecords(rows.map((row, index) => recordOf(row, seq + index + 1)));
      await tx.moveCounter(seq + rows.length);
    }
    return ok({ version, ...changeOf(read.value, { shelf, ids }) });
  });
}

function readProducts(products: readonly unknown[]): Result<ProductFields[], string[]> {
  const faults: string[] = [];
  const read: ProductFields[] = [];
  const codes = new Set<string>();
  for (const [index, given] of products.entries()) {
    const parsed = productFields.safeParse(given);
    const code = (given as { code?: unknown } | null)?.code;
    const what = typeof code === 'string' && code !== '' ? code : `product ${index + 1}`;
    if (!parsed.success) {
      const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      faults.push(`${what}: ${wrong.join('; ')}.`);
    } else if (codes.has(parsed.data.code)) faults.push(`${what}: this code comes twice.`);
    else read.push(parsed.data);
    if (parsed.success) codes.add(parsed.data.code);
  }
  return faults.length > 0 ? fail(faults) : ok(read);
}

/** A product keeps its id for ever, whatever becomes of it; it is known by its code. */
async function idsByCode(snapshot: Snapshot): Promise<Map<string, string>> {
  const records = await snapshot.recordsIn('product', [tenantScope]);
  return new Map(records.map(({ id, data }) => [String(data?.['code']), id]));
}

/** Rows of a version at most; what a device reads is one text. */
const mostContent = 400_000;

function faultsOf(
  changing: readonly ShelvedProduct[],
  {
    shelf,
    effectiveFrom,
    now,
  }: { readonly shelf: PublishedShelf; readonly effectiveFrom: Instant; readonly now: Instant },
): string[] {
  if (effectiveFrom < now) {
    return [
      `It would have been in force since ${beijingText(effectiveFrom)} (Beijing): the shelf changes now or later.`,
    ];
  }
  if (shelfContent({ number: 1, effectiveFrom }, changing).length > mostContent) {
    return [`${changing.length} products are too many for one version: publish the file in parts.`];
  }
  return changing.flatMap(({ id, code }) => {
    const later = shelf.beginsAt.get(id) ?? 0;
    return later > effectiveFrom
      ? [
          `${code}: a version from ${beijingText(later)} (Beijing) on is published already; this one cannot begin before it.`,
        ]
      : [];
  });
}

type Row = Pick<StoredRecord, 'entity' | 'id' | 'data'>;

/** The product as lists and history name it, and the change of its rating where there is one. */
function rowsOf(
  { id, ...data }: ShelvedProduct,
  shelf: PublishedShelf,
  { newId, effectiveFrom }: { readonly newId: () => string; readonly effectiveFrom: Instant },
): Row[] {
  const product: Row = { entity: 'product', id, data };
  const known = shelf.products.get(id);
  const [ratingBefore, ratingAfter] = [known ? ratingUsed(known) : null, ratingUsed(data)];
  if (!known || ratingBefore === ratingAfter) return [product];
  const said = { productId: id, ratingBefore, ratingAfter, changedAt: effectiveFrom };
  return [product, { entity: 'ratingChange', id: newId(), data: said }];
}

function recordOf(row: Row, seq: number): StoredRecord {
  return { ...row, scope: tenantScope, seq, marks: {} };
}

function changeOf(
  products: readonly ProductFields[],
  { shelf, ids }: { readonly shelf: PublishedShelf; readonly ids: ReadonlyMap<string, string> },
): Omit<ShelfChange, 'version'> {
  const before = (code: string): ShelvedProduct | undefined => shelf.products.get(ids.get(code) ?? '');
  const named = new Set(products.map(({ code }) => code));
  const known = products
    .filter(({ code }) => before(code))
    .map((data) => ({ code: data.code, fields: fieldsChanged(before(data.code), data) }));
  const changed = known.filter(({ fields }) => fields.length > 0);
  return {
    added: products.filter(({ code }) => !before(code)).map(({ code }) => code),
    changed,
    unchanged: known.length - changed.length,
    unnamed: [...shelf.products.values()].map(({ code }) => code).filter((code) => !named.has(code)),
  };
}

function fieldsChanged(before: ShelvedProduct | undefined, after: ProductFields | ShelvedProduct): string[] {
  const fields = Object.keys(productFields.shape) as (keyof ProductFields)[];
  return fields
    .filter((field) => canonicalJson(before?.[field] ?? null) !== canonicalJson(after[field]))
    .map((field) => `${field}: ${canonicalJson(before?.[field] ?? null)} → ${canonicalJson(after[field])}`);
}
