import type { Id } from '#core/base/ids.ts';

/** What a client is matched by where nobody was left out by lot; bands are small whole numbers. */
export interface Likeness {
  readonly clientId: Id;
  readonly stage: string;
  readonly tier: string;
  readonly baselineFen: number;
  /** Whole days since the last contact before the lists were drawn; null for never. */
  readonly silentDays: number | null;
}

/** Upper bounds of the bands of holdings in fen: 1,000, 20,000, 100,000 and 500,000 RMB, as for RFM (domain §3.6). */
const moneyBounds = [100_000, 2_000_000, 10_000_000, 50_000_000];
const silenceBounds = [7, 30, 90, 180];

/**
 * Returns for each invited client the most alike of the others, each used once: same stage, tier, band of holdings and
 * band of silence, then the nearest holdings, then the id. Invited clients without a likeness are left out of both sides.
 */
export function matchControls(
  invited: readonly Likeness[],
  others: readonly Likeness[],
): { invitedId: Id; controlId: Id }[] {
  const cells = Map.groupBy(others, cellOf);
  const used = new Set<Id>();
  return [...invited].sort(byId).flatMap((one) => {
    const free = (cells.get(cellOf(one)) ?? []).filter(({ clientId }) => !used.has(clientId));
    const nearest = free.sort((a, b) => distance(a, one) - distance(b, one) || byId(a, b))[0];
    if (!nearest) return [];
    used.add(nearest.clientId);
    return [{ invitedId: one.clientId, controlId: nearest.clientId }];
  });
}

function cellOf({ stage, tier, baselineFen, silentDays }: Likeness): string {
  const silence = silentDays === null ? 'never' : bandOf(silentDays, silenceBounds);
  return `${stage}/${tier}/${bandOf(baselineFen, moneyBounds)}/${silence}`;
}

function bandOf(value: number, bounds: readonly number[]): number {
  return bounds.filter((bound) => value >= bound).length;
}

function distance(a: Likeness, b: Likeness): number {
  return Math.abs(a.baselineFen - b.baselineFen);
}

function byId(a: Likeness, b: Likeness): number {
  if (a.clientId === b.clientId) return 0;
  return a.clientId < b.clientId ? -1 : 1;
}
