import { businessDayOf, dayMs, startOfDay, type Instant } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { GateCode } from '#core/consent/contact-gate.ts';
import type { ComplaintSpan, ContactHistory, MadeContact } from '#core/consent/over-contact.ts';
import type { TagSpan } from '#core/consent/marketing-free.ts';
import { rungTimesOf } from '#db/queries/contact-gate.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** The longest look-back of any contact rule: twice ninety days. */
export const historyMs = 180 * dayMs;

type Ledger = ContactHistory['ledger'];
type OfClient<Row> = Row & { readonly clientId: string };

const among = 'IN (SELECT value FROM json_each(?))';
const isStanding = 'NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)';

/**
 * Returns what the contact rules read of some clients, contacts since an instant included, with one query a kind.
 * Clients that are not here are left out.
 */
export function readContactHistories(
  db: ReadableDb,
  clientIds: readonly string[],
  since: Instant,
): Map<string, ContactHistory> {
  const list = JSON.stringify(clientIds);
  const contacts = readContacts(db, list, since);
  const ledgers = readLedgers(db, list);
  const complaints = readComplaints(db, list);
  const tags = readTags(db, list);
  const overridden = readOverridden(db, list);
  const clients = sql<{ id: string } & Pick<ClientFields, 'lawfulBasis' | 'tier' | 'registeredAt'>>(
    db,
    `SELECT id, lawful_basis AS lawfulBasis, tier, registered_at AS registeredAt FROM client WHERE id ${among}`,
  ).all(list);
  return new Map(
    clients.map(({ id, registeredAt, ...client }) => {
      const made = (contacts.get(id) ?? []).map((one) => ({ ...one, isOverridden: overridden.has(one.id) }));
      // Few contacts ask for a rung, and it may be years old: read only where one does.
      const isInvited = made.some(({ channel }) => channel === 'SALON');
      const history = {
        client,
        ledger: ledgers.get(id) ?? [],
        contacts: made,
        complaints: complaints.get(id) ?? [],
        tags: tags.get(id) ?? [],
        rungs: isInvited ? rungTimesOf(db, id, registeredAt) : null,
      };
      return [id, history];
    }),
  );
}

/** Returns those of some clients who were contacted since an instant. */
export function contactedSince(db: ReadableDb, clientIds: readonly string[], since: Instant): string[] {
  return sql<{ id: string }>(
    db,
    `SELECT l.value AS id FROM json_each(?) l
     WHERE EXISTS (SELECT 1 FROM contact q WHERE q.client_id = l.value AND q.started_at >= ?)`,
  )
    .all(JSON.stringify(clientIds), since)
    .map(({ id }) => id);
}

function readContacts(
  db: ReadableDb,
  list: string,
  since: Instant,
): Map<string, Omit<MadeContact, 'isOverridden'>[]> {
  const rows = sql<OfClient<Omit<MadeContact, 'verdictCode' | 'agreedAt' | 'numberTail' | 'isOverridden'>>>(
    db,
    `SELECT q.client_id AS clientId, q.id, q.manager_id AS managerId, q.channel, q.purpose, q.reason, q.outcome,
       q.started_at AS startedAt, q.ended_at AS endedAt
     FROM contact q WHERE q.client_id ${among} AND q.started_at >= ? AND ${isStanding}`,
  ).all(list, since);
  const verdicts = readVerdicts(db, list, since);
  return groupByClient(
    rows.map((row) => {
      const kept = verdicts.get(row.id);
      return {
        ...row,
        verdictCode: kept?.code ?? null,
        agreedAt: kept?.agreedAt ?? null,
        numberTail: kept?.numberTail ?? null,
      };
    }),
  );
}

interface KeptVerdict {
  readonly contactId: string;
  readonly code: GateCode;
  readonly agreedAt: Instant | null;
  readonly numberTail: string | null;
}

/** The first verdict kept for each contact. */
function readVerdicts(db: ReadableDb, list: string, since: Instant): Map<string, KeptVerdict> {
  const rows = sql<KeptVerdict>(
    db,
    `SELECT contact_id AS contactId, code, agreed_at AS agreedAt, number_tail AS numberTail FROM contact_verdict
     WHERE client_id ${among} AND judged_at >= ? AND contact_id IS NOT NULL ORDER BY judged_at DESC, id DESC`,
  ).all(list, since);
  return new Map(rows.map((row) => [row.contactId, row]));
}

/** Contacts for which somebody gave a reason to pass a rung of the ladder over. */
function readOverridden(db: ReadableDb, list: string): ReadonlySet<string> {
  const text = `SELECT contact_id AS id FROM contact_override WHERE client_id ${among} AND code = 'LADDER'`;
  return new Set(
    sql<{ id: string }>(db, text)
      .all(list)
      .map(({ id }) => id),
  );
}

function readTags(db: ReadableDb, list: string): Map<string, TagSpan[]> {
  const text = `SELECT client_id AS clientId, name, set_at AS setAt, expires_at AS expiresAt FROM tag
    WHERE client_id ${among}`;
  return groupByClient(sql<OfClient<TagSpan>>(db, text).all(list));
}

function readLedgers(db: ReadableDb, list: string): Map<string, Ledger[number][]> {
  const rows = sql<OfClient<Omit<Ledger[number], 'given'>> & { given: number }>(
    db,
    `SELECT client_id AS clientId, channel, purpose, given, evidence, recorded_at AS recordedAt, expires_at AS expiresAt
     FROM consent WHERE client_id ${among}`,
  ).all(list);
  return groupByClient(rows.map((row) => ({ ...row, given: row.given === 1 })));
}

/** A complaint begins with the call it was made in; one that came otherwise, on the morning of the day it is due. */
function readComplaints(db: ReadableDb, list: string): Map<string, ComplaintSpan[]> {
  const rows = sql<
    OfClient<{ dueAt: Instant; until: Instant | null; fromContactId: string | null; madeAt: Instant | null }>
  >(
    db,
    `SELECT t.client_id AS clientId, t.due_at AS dueAt, t.from_contact_id AS fromContactId, q.ended_at AS madeAt,
       CASE WHEN t.status = 'OPEN' THEN NULL ELSE coalesce(t.closed_at, 0) END AS until
     FROM task t LEFT JOIN contact q ON q.id = t.from_contact_id
     WHERE t.client_id ${among} AND t.kind = 'COMPLAINT' AND (q.id IS NULL OR ${isStanding})`,
  ).all(list);
  return groupByClient(
    rows.map(({ clientId, dueAt, madeAt, until, fromContactId }) => {
      return { clientId, from: madeAt ?? startOfDay(businessDayOf(dueAt)), until, fromContactId };
    }),
  );
}

function groupByClient<Row extends { readonly clientId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ clientId }) => clientId);
}
