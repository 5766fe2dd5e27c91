import type { RowData } from '#core/sync/entities.ts';

/** Activities that move money into a client's holdings (+1) or out of them (−1); interest credited is none (domain §3.9). */
export const moneyMoveSigns: Partial<Readonly<Record<RowData<'activity'>['kind'], 1 | -1>>> = {
  INVEST: 1,
  REDEEM: -1,
  MATURED: -1,
};
