import type { Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { GateCode } from '#core/consent/contact-gate.ts';
import type { Channel, Purpose } from '#core/consent/policy.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** A contact the rules forbade, as everybody's work together shows it. */
export interface OverContactRow {
  readonly contactId: string;
  readonly clientId: string;
  readonly name: string;
  readonly tier: ClientFields['tier'];
  /** Who made it. */
  readonly managerName: string | null;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly at: Instant;
  readonly code: Exclude<GateCode, 'OK'>;
  readonly ruleId: string;
  readonly policyVersion: number;
  /** The gate had let it pass on what was known on that device; null where no verdict was kept. */
  readonly wasAllowed: boolean | null;
}

/** Returns the over-contacts of a manager's clients since an instant, newest first; at most 35 days are on file. */
export function listOverContacts(db: ReadableDb, managerId: string, since: Instant): OverContactRow[] {
  return sql<Omit<OverContactRow, 'wasAllowed'> & { wasAllowed: number | null }>(
    db,
    `SELECT o.contact_id AS contactId, o.client_id AS clientId, c.name, c.tier, m.name AS managerName, o.channel, o.purpose, o.at,
       o.code, o.rule_id AS ruleId, o.policy_version AS policyVersion, o.was_allowed AS wasAllowed
     FROM over_contact o JOIN client c ON c.id = o.client_id LEFT JOIN manager m ON m.id = o.manager_id
     WHERE o.at >= ? AND (o.manager_id = ? OR c.owner_manager_id = ?)
     ORDER BY o.at DESC, o.contact_id DESC`,
  )
    .all(since, managerId, managerId)
    .map((row) => ({ ...row, wasAllowed: row.wasAllowed === null ? null : row.wasAllowed === 1 }));
}
