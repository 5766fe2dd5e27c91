import { fail, ok, type Result } from '#core/base/result.ts';
import type { PersonalFactFields } from '#core/messages/personal-fact.ts';
import { asksConsent } from '#core/messages/sensitive-fact.ts';
import type { WechatAccount } from '#core/messages/wechat-friend.ts';
import { accountsWith } from '#db/queries/messages.ts';
import { readRow } from '#db/rows.ts';
import { capacitiesOf } from '#workstation/messages/drafts.ts';
import { commit, type Station } from '#workstation/station.ts';

/**
 * Keeps something a client told us that may be said back to him; what is sensitive only once he agreed to it (PIPL 29).
 */
export function addFact(
  station: Station,
  fact: Pick<PersonalFactFields, 'clientId' | 'kind' | 'text' | 'agreed'>,
): Result<{ id: string }, 'NOT_FOUND' | 'CONSENT_MISSING'> {
  if (!readRow(station.db, 'client', fact.clientId)) return fail('NOT_FOUND');
  const isSensitive = asksConsent(fact);
  if (isSensitive && fact.agreed === null) return fail('CONSENT_MISSING');
  const id = station.newId();
  const agreed = isSensitive ? fact.agreed : null;
  const data = { ...fact, agreed, recordedBy: station.me.managerId, recordedAt: station.clock() };
  commit(station, 'client.fact', [{ op: 'create', entity: 'personalFact', id, data }]);
  return ok({ id });
}

/** Takes back what a client told us; false where it is not here (any more). */
export function removeFact(station: Station, id: string): boolean {
  if (!readRow(station.db, 'personalFact', id)) return false;
  commit(station, 'client.unfact', [{ op: 'delete', entity: 'personalFact', id }]);
  return true;
}

/** Notes that a client is, or is no longer, a contact of one's own account. A full account takes nobody more (S2.3). */
export function setFriend(
  station: Station,
  friend: { readonly clientId: string; readonly account: WechatAccount; readonly isFriend: boolean },
): Result<null, 'NOT_FOUND' | 'ACCOUNT_FULL'> {
  const { db, me, clock, newId } = station;
  const { clientId, account, isFriend } = friend;
  if (!readRow(db, 'client', clientId)) return fail('NOT_FOUND');
  if (accountsWith(db, me.managerId, clientId).includes(account) === isFriend) return ok(null);
  const isFull = capacitiesOf(station).some((one) => one.account === account && one.light === 'FULL');
  if (isFriend && isFull) return fail('ACCOUNT_FULL');
  const data = { ...friend, managerId: me.managerId, recordedAt: clock() };
  commit(station, 'client.wechat', [{ op: 'create', entity: 'wechatFriend', id: newId(), data }]);
  return ok(null);
}
