import { addDays, type BusinessDay } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { between, pickWeighted, type SampleKit } from '#core/sample/book.ts';

/** The life of an invented client in days before the book's today; rows are written from it. */
export interface Persona {
  readonly registeredDaysAgo: number | null;
  /** Null = never invested. */
  readonly investedDaysAgo: number | null;
  readonly lastLoginDaysAgo: number | null;
  readonly aumFen: number;
  readonly tier: ClientFields['tier'];
  readonly birthDay: BusinessDay | null;
  readonly capacity: ClientFields['capacity'];
  /** 0–4 for C1–C5, null = never tested. */
  readonly riskAppetite: number | null;
  readonly testedDaysAgo: number;
  readonly maturesInDays: number | null;
  readonly marketing: 'GIVEN' | 'WITHDRAWN' | 'NONE' | 'DNC';
  readonly name?: string;
  readonly gender?: 'F' | 'M';
  readonly hasPhone?: boolean;
  readonly hasComplaint?: boolean;
  readonly callbackInMinutes?: number;
  readonly redeemedFen?: number;
}

const wan = 1_000_000;

/** How many days ago the client was asked whether marketing may reach them. */
export function consentedDaysAgo({ registeredDaysAgo }: Persona): number {
  return Math.max(registeredDaysAgo ?? 10, 3);
}

/** Draws an ordinary client: most are small or idle, a few hold most of the money. */
export function drawPersona(kit: SampleKit): Persona {
  const { random, today } = kit;
  const fate = pickWeighted(random, [
    ['lead', 4],
    ['idle', 26],
    ['expired', 8],
    ['small', 34],
    ['solid', 18],
    ['wealthy', 6],
    ['leaving', 9],
    ['gone', 5],
  ] as const);
  const birthDay = random() < 0.93 ? addDays(today, -between(random, 22 * 365, 78 * 365)) : null;
  const common = {
    birthDay,
    capacity: birthDay && random() < 0.9 ? ('FULL' as const) : null,
    riskAppetite: between(random, 0, 4),
    testedDaysAgo: between(random, 2, 420),
    maturesInDays: null,
    marketing: pickWeighted(random, [
      ['GIVEN', 78],
      ['NONE', 14],
      ['WITHDRAWN', 6],
      ['DNC', 2],
    ] as const),
  };
  if (fate === 'lead') {
    return {
      ...common,
      registeredDaysAgo: null,
      investedDaysAgo: null,
      lastLoginDaysAgo: null,
      aumFen: 0,
      tier: 'MASS',
      riskAppetite: null,
    };
  }
  if (fate === 'idle' || fate === 'expired') {
    const registeredDaysAgo = fate === 'idle' ? between(random, 1, 176) : between(random, 182, 700);
    const lastLoginDaysAgo = between(random, 0, Math.min(registeredDaysAgo, 80));
    const riskAppetite = random() < 0.3 ? common.riskAppetite : null;
    return {
      ...common,
      registeredDaysAgo,
      investedDaysAgo: null,
      lastLoginDaysAgo,
      aumFen: 0,
      tier: 'MASS',
      riskAppetite,
    };
  }
  const registeredDaysAgo = between(random, 60, 1500);
  const investedDaysAgo = between(random, 20, registeredDaysAgo);
  const invested = {
    ...common,
    registeredDaysAgo,
    investedDaysAgo,
    lastLoginDaysAgo: between(random, 0, 13),
  };
  const maturesInDays = random() < 0.25 ? between(random, 1, 40) : null;
  if (fate === 'small') {
    return { ...invested, aumFen: between(random, 1, 480) * 10_000, tier: 'MASS', maturesInDays };
  }
  if (fate === 'solid') {
    return { ...invested, aumFen: between(random, 5, 49) * wan, tier: 'POTENTIAL', maturesInDays };
  }
  if (fate === 'wealthy') {
    const aumFen = between(random, 50, 900) * wan;
    const longHeld = Math.max(registeredDaysAgo, 200);
    return {
      ...invested,
      registeredDaysAgo: longHeld,
      aumFen,
      tier: aumFen >= 600 * wan ? 'PRIVATE' : 'VIP',
      maturesInDays,
    };
  }
  const aumFen = fate === 'leaving' ? between(random, 1, 60) * 20_000 : 0;
  const lastLoginDaysAgo = fate === 'leaving' ? between(random, 35, 85) : between(random, 95, 400);
  const redeemedFen = between(random, 5, 40) * wan;
  return { ...invested, lastLoginDaysAgo, aumFen, tier: 'MASS', redeemedFen };
}
