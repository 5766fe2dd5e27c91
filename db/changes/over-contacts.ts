import { addDays, businessDayOf, startOfDay, type Instant } from '#core/base/time.ts';
import { overContactDays, overContactsOf } from '#core/consent/over-contact.ts';
import { contactedSince, historyMs, readContactHistories } from '#db/queries/contact-history.ts';
import { contactRulesOf } from '#db/queries/contact-rules.ts';
import { sql, type WritableDb } from '#db/handles.ts';

/**
 * Makes the recent over-contacts of some clients anew from the facts on file: contacts that all devices together should
 * not have made. Runs with the summaries of the same clients, inside the transaction that wrote the facts.
 */
export function refreshOverContacts(db: WritableDb, clientIds: readonly string[], now: Instant): void {
  sql(db, 'DELETE FROM over_contact WHERE client_id IN (SELECT value FROM json_each(?))').run(
    JSON.stringify(clientIds),
  );
  const since = judgedSince(now);
  const contacted = contactedSince(db, clientIds, since);
  if (contacted.length === 0) return;
  const rules = contactRulesOf(db);
  const histories = readContactHistories(db, contacted, since - historyMs);
  for (const [clientId, history] of histories) {
    for (const over of overContactsOf(history, rules, ({ startedAt }) => startedAt >= since)) {
      const { contactId, managerId, channel, purpose, at, verdict, wasAllowed } = over;
      sql(db, 'INSERT INTO over_contact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        contactId,
        clientId,
        managerId,
        channel,
        purpose,
        at,
        verdict.code,
        verdict.ruleId,
        verdict.policyVersion,
        wasAllowed === null ? null : Number(wasAllowed),
      );
    }
  }
}

/** Returns every client with a contact recent enough to be listed as an over-contact. */
export function everyoneContacted(db: WritableDb, now: Instant): string[] {
  return sql<{ id: string }>(db, 'SELECT DISTINCT client_id AS id FROM contact WHERE started_at >= ?')
    .all(judgedSince(now))
    .map(({ id }) => id);
}

function judgedSince(now: Instant): Instant {
  return startOfDay(addDays(businessDayOf(now), -overContactDays));
}
