import { fail, ok, type Result } from '#core/base/result.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { listByPhone } from '#db/queries/client-profile.ts';
import { readCorrection, type Correction, type CorrectionProblem } from '#workstation/clients/correct.ts';
import { commit, type Station } from '#workstation/station.ts';

/** A client met by hand: who, where from, and by which right the data is held (PIPL 13). */
export type NewClient = Omit<Correction, 'name'> &
  Pick<ClientFields, 'name' | 'source' | 'lawfulBasis'> & { readonly isSharedPhone: boolean };

export type CreationProblem =
  | CorrectionProblem
  | { readonly code: 'PHONE_TAKEN'; readonly id: string; readonly name: string };

/** Creates a client of this manager; refuses a phone on file unless two people are said to share it. */
export function createClient(station: Station, input: NewClient): Result<{ id: string }, CreationProblem> {
  const { isSharedPhone, source, lawfulBasis, ...entered } = input;
  const read = readCorrection(station, entered);
  if (!read.ok) return read;
  const [taken] = read.value.phone ? listByPhone(station.db, read.value.phone, '') : [];
  if (taken && !isSharedPhone) return fail({ code: 'PHONE_TAKEN', ...taken });
  const id = station.newId();
  const given = Object.fromEntries(Object.entries(read.value).filter(([, value]) => value !== undefined));
  const data: ClientFields = {
    ...blank,
    ...given,
    name: input.name,
    source,
    lawfulBasis,
    ownerManagerId: station.me.managerId,
  };
  commit(station, 'client.create', [{ op: 'create', entity: 'client', id, data }]);
  return ok({ id });
}

const blank: Omit<ClientFields, 'name' | 'source' | 'lawfulBasis' | 'ownerManagerId'> = {
  phone: null,
  phoneUsable: true,
  gender: null,
  birthDay: null,
  city: null,
  tier: 'MASS',
  registeredAt: null,
  occupation: null,
  incomeBand: null,
  otherPlatforms: null,
  statedAssetsFen: null,
  capacity: null,
  extra: {},
};
