import type { client } from '#renderer/lib/api.ts';

export type ShelfProduct = Awaited<ReturnType<typeof client.products.list>>['products'][number];

/** What the shelf is narrowed to; lives in the address, so it survives going to a client and back. */
export interface ShelfFilter {
  readonly text: string;
  readonly kind: string | null;
  readonly regime: string | null;
  readonly status: string | null;
  readonly rating: string | null;
  readonly isStarter: boolean;
}

const ratings = ['R1', 'R2', 'R3', 'R4', 'R5', 'UNRATED'] as const;
export const filterValues = {
  kind: ['BANK_WEALTH', 'TRUST', 'INSURANCE', 'UNIT_LINKED', 'FUND', 'PRIVATE_FUND', 'SECURITIES_PLAN'],
  regime: ['NFRA', 'CSRC'],
  status: ['ON_SALE', 'SUSPENDED', 'CLOSED'],
  rating: ratings,
} as const;

/** Reads a filter from an address; anything it does not know is left out. */
export function filterOf(search: Readonly<Record<string, unknown>>): ShelfFilter {
  const known = (name: keyof typeof filterValues): string | null => {
    const values: readonly string[] = filterValues[name];
    const value = String(search[name] ?? '');
    return values.includes(value) ? value : null;
  };
  return {
    text: typeof search['text'] === 'string' ? search['text'] : '',
    kind: known('kind'),
    regime: known('regime'),
    status: known('status'),
    rating: known('rating'),
    isStarter: search['isStarter'] === true,
  };
}

/** Writes a filter for the address: only what narrows. */
export function searchOf(filter: ShelfFilter): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== null && value !== '' && value),
  );
}

/** True when a product passes the filter. */
export function passes(product: ShelfProduct, filter: ShelfFilter): boolean {
  const words = `${product.name} ${product.code} ${product.issuer}`.toLowerCase();
  return (
    words.includes(filter.text.trim().toLowerCase()) &&
    (filter.kind === null || product.kind === filter.kind) &&
    (filter.regime === null || product.regime === filter.regime) &&
    (filter.status === null || product.status === filter.status) &&
    (filter.rating === null || (product.rating ?? 'UNRATED') === filter.rating) &&
    (!filter.isStarter || product.isStarter)
  );
}
