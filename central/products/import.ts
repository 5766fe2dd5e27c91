import { fail, ok, type Result } from '#core/base/result.ts';
import type { Instant } from '#core/base/time.ts';
import { productFields, type ProductFields } from '#core/risk/product.ts';
import { ratingUsed } from '#core/risk/rating.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import type { CentreContext } from '#central/context.ts';
import type { StoredRecord } from '#central/store/shapes.ts';
import type { Snapshot } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';

export interface ShelfOrder {
  readonly tenantId: string;
  /** Products as a file holds them; each is known by its code. */
  readonly products: readonly unknown[];
  /** Says what would happen and does nothing. */
  readonly isDryRun: boolean;
}

/** What became, or would become, of the shelf. Products a file does not name stay as they are. */
export interface ShelfChange {
  readonly added: readonly string[];
  /** Of each changed product its code and the fields, old and new. */
  readonly changed: readonly { readonly code: string; readonly fields: readonly string[] }[];
  readonly unchanged: number;
  /** Codes on the shelf that the file does not name. */
  readonly unnamed: readonly string[];
}

interface OnShelf {
  readonly id: string;
  readonly data: ProductFields;
}

/**
 * Puts products on a branch's shelf or changes those of the same code, all or none, after every one was checked. Where
 * the rating a product is judged by changes, a row says so, from which every holder is matched anew (NFRA 22).
 */
export async function importProducts(
  { store, clock, newId }: Pick<CentreContext, 'store' | 'clock' | 'newId'>,
  { tenantId, products, isDryRun }: ShelfOrder,
): Promise<Result<ShelfChange, string[]>> {
  const read = readProducts(products);
  if (!read.ok) return read;
  return store.write(tenantId, async (tx) => {
    if (!(await tx.tenant())) return fail([`There is no branch ${tenantId}.`]);
    const { seq } = await tx.lockCounter();
    const shelf = await shelfOf(tx);
    const rows = read.value.flatMap((data) => rowsOf(data, shelf.get(data.code), { newId, now: clock() }));
    const records = rows.map((row, index): StoredRecord => {
      return { ...row, scope: tenantScope, seq: seq + index + 1, marks: {} };
    });
    if (!isDryRun && records.length > 0) {
      await tx.writeRecords(records);
      await tx.moveCounter(seq + records.length);
    }
    return ok(changeOf(read.value, shelf));
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

async function shelfOf(snapshot: Snapshot): Promise<Map<string, OnShelf>> {
  const records = await snapshot.recordsIn('product', [tenantScope]);
  return new Map(
    records.map(({ id, data }) => [String(data?.['code']), { id, data: data as unknown as ProductFields }]),
  );
}

type Row = Pick<StoredRecord, 'entity' | 'id' | 'data'>;

function rowsOf(
  data: ProductFields,
  known: OnShelf | undefined,
  { newId, now }: { readonly newId: () => string; readonly now: Instant },
): Row[] {
  if (known && fieldsChanged(known.data, data).length === 0) return [];
  const product: Row = { entity: 'product', id: known?.id ?? newId(), data: { ...data } };
  const [ratingBefore, ratingAfter] = [known ? ratingUsed(known.data) : null, ratingUsed(data)];
  if (!known || ratingBefore === ratingAfter) return [product];
  const said = { productId: product.id, ratingBefore, ratingAfter, changedAt: now };
  return [product, { entity: 'ratingChange', id: newId(), data: said }];
}

function changeOf(products: readonly ProductFields[], shelf: ReadonlyMap<string, OnShelf>): ShelfChange {
  const named = new Set(products.map(({ code }) => code));
  const known = products.flatMap((data) => {
    const before = shelf.get(data.code);
    return before ? [{ code: data.code, fields: fieldsChanged(before.data, data) }] : [];
  });
  const changed = known.filter(({ fields }) => fields.length > 0);
  return {
    added: products.filter(({ code }) => !shelf.has(code)).map(({ code }) => code),
    changed,
    unchanged: known.length - changed.length,
    unnamed: [...shelf.keys()].filter((code) => !named.has(code)),
  };
}

function fieldsChanged(before: ProductFields, after: ProductFields): string[] {
  const fields = Object.keys(productFields.shape) as (keyof ProductFields)[];
  return fields
    .filter((field) => canonicalJson(before[field]) !== canonicalJson(after[field]))
    .map((field) => `${field}: ${canonicalJson(before[field])} → ${canonicalJson(after[field])}`);
}
