import { fail, ok, type Result } from '#core/base/result.ts';
import { businessDayOf, isBusinessDay } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { normalisePhone, type PhoneProblem } from '#core/clients/phone.ts';
import { listByPhone } from '#db/queries/client-profile.ts';
import { readRow } from '#db/rows.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Fields a manager may set; the phone as typed, null or blank to remove it. */
export type Correction = Partial<
  Pick<
    ClientFields,
    | 'name'
    | 'phone'
    | 'gender'
    | 'birthDay'
    | 'city'
    | 'tier'
    | 'occupation'
    | 'incomeBand'
    | 'otherPlatforms'
    | 'capacity'
  >
>;

export type CorrectionProblem =
  | { readonly code: 'NOT_FOUND' }
  | { readonly code: 'INVALID_PHONE'; readonly problem: PhoneProblem }
  | { readonly code: 'INVALID_BIRTH_DAY' };

interface SamePhone {
  readonly id: string;
  readonly name: string;
}

/** Corrects a client: only what changed becomes a change. Answers other clients who have the new phone. */
export function correctClient(
  station: Station,
  id: string,
  correction: Correction,
): Result<{ samePhone: SamePhone[] }, CorrectionProblem> {
  const before = readRow(station.db, 'client', id);
  if (!before) return fail({ code: 'NOT_FOUND' });
  const read = readCorrection(station, correction);
  if (!read.ok) return read;
  const patch = changedFields(read.value, before.data);
  if (Object.keys(patch).length > 0) {
    commit(station, 'client.correct', [{ op: 'patch', entity: 'client', id, patch }]);
  }
  return ok({ samePhone: patch.phone ? listByPhone(station.db, patch.phone, id) : [] });
}

/** Checks and normalises a correction: blank texts become null, the phone E.164. */
export function readCorrection(
  station: Station,
  correction: Correction,
): Result<Partial<ClientFields>, CorrectionProblem> {
  const patch: Partial<ClientFields> = { ...correction };
  for (const field of ['city', 'occupation', 'otherPlatforms'] as const) {
    if (patch[field] !== undefined) patch[field] = patch[field]?.trim() || null;
  }
  if (patch.birthDay && !isPast(patch.birthDay, station)) return fail({ code: 'INVALID_BIRTH_DAY' });
  if (correction.phone === undefined) return ok(patch);
  if (!correction.phone?.trim()) return ok({ ...patch, phone: null });
  const phone = normalisePhone(correction.phone);
  if (!phone.ok) return fail({ code: 'INVALID_PHONE', problem: phone.error });
  return ok({ ...patch, phone: phone.value });
}

/** A new number is usable until an outcome says otherwise; typing the same number again says so too. */
function changedFields(patch: Partial<ClientFields>, before: ClientFields): Partial<ClientFields> {
  const wanted = patch.phone ? { ...patch, phoneUsable: true } : patch;
  const changed = Object.entries(wanted).filter(
    ([field, value]) => value !== undefined && value !== before[field as keyof ClientFields],
  );
  return Object.fromEntries(changed);
}

function isPast(day: string, station: Station): boolean {
  return isBusinessDay(day) && day >= '1900-01-01' && day <= businessDayOf(station.clock());
}
