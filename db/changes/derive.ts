import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Entity } from '#core/sync/entities.ts';
import { affectedClients } from '#db/changes/affected.ts';
import { markAllDirty, markDirty } from '#db/changes/dirty-clients.ts';
import { everyoneContacted, refreshOverContacts } from '#db/changes/over-contacts.ts';
import { summarise } from '#db/changes/summarise.ts';
import { editSummary, type ClientEdit } from '#db/changes/summary-edit.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { clearClientIndex, compactClientIndex } from '#db/search/client-index.ts';

/** A row that a transaction wrote or removed. */
export interface TouchedRow {
  readonly entity: Entity;
  readonly id: string;
  /** What a local change did to a client, where that may be all its summary must know. */
  readonly edit?: ClientEdit;
}

/** Fields of a client that the contact rules read, although a summary only copies them. */
const contactFields: ReadonlySet<string> = new Set(['tier', 'lawfulBasis']);

/** Clients summarised with one round of queries. */
const chunk = 2000;

/**
 * Brings the data derived from facts up to date for the rows just written: name index and client summaries.
 * Runs inside the transaction that wrote them, for local and remote changes alike.
 */
export function derive(db: WritableDb, touched: readonly TouchedRow[], now: Instant): void {
  const toJudge = touched.filter(({ id, edit }) => !edit || !editSummary(db, id, edit));
  summariseAll(db, affectedClients(db, toJudge), now);
  markDirty(
    db,
    touched.flatMap(({ id, edit }) => (edit ? [id] : [])),
  );
  markDirty(db, guestsOf(db, touched));
  const rejudged = touched.filter(({ edit }) => edit?.fields.some((field) => contactFields.has(field)));
  const tagged = taggedOf(db, touched);
  markDirty(db, tagged);
  const ids = [...new Set([...rejudged.map(({ id }) => id), ...tagged])];
  if (ids.length > 0) refreshOverContacts(db, ids, now);
  if (hasContactPolicy(db, touched)) judgeAnew(db, now);
}

function hasContactPolicy(db: WritableDb, touched: readonly TouchedRow[]): boolean {
  const ids = touched.filter(({ entity }) => entity === 'ruleVersion').map(({ id }) => id);
  if (ids.length === 0) return false;
  const text = `SELECT 1 FROM rule_version WHERE id IN (SELECT value FROM json_each(?)) AND kind = 'CONTACT_POLICY'`;
  return sql(db, text).get(JSON.stringify(ids)) !== undefined;
}

/** A contact policy arrived: what was done since they are in force, and who may be called, is another question now. */
function judgeAnew(db: WritableDb, now: Instant): void {
  refreshOverContacts(db, everyoneContacted(db, now), now);
  markAllDirty(db);
}

/** Tags decide who gets no marketing. Whose tag was taken off cannot be told any more. */
function taggedOf(db: WritableDb, touched: readonly TouchedRow[]): string[] {
  const tags = touched.filter(({ entity }) => entity === 'tag').map(({ id }) => id);
  if (tags.length === 0) return [];
  const text = 'SELECT client_id AS id FROM tag WHERE id IN (SELECT value FROM json_each(?))';
  const bearers = sql<{ id: string }>(db, text).all(JSON.stringify(tags));
  if (bearers.length < tags.length) markAllDirty(db);
  return bearers.map(({ id }) => id);
}

/**
 * Judges summaries made on an earlier business day anew, at most `limit` in one transaction, because stages, windows
 * and churn change with time alone. Returns how many it did: 0 when none are left. Call in a loop with pauses.
 */
export function refreshDueSummaries(db: WritableDb, now: Instant, limit = 500): number {
  const due = sql<{ client_id: string }>(
    db,
    'SELECT client_id FROM client_summary WHERE computed_on <> ? LIMIT ?',
  ).all(businessDayOf(now), limit);
  if (due.length === 0) return 0;
  throughGate(db, () =>
    summariseAll(
      db,
      due.map(({ client_id }) => client_id),
      now,
    ),
  );
  return due.length;
}

/** Makes summaries and index anew from the facts, in one transaction. For repair and tests: derive keeps them current. */
export function rebuildDerived(db: WritableDb, now: Instant): void {
  throughGate(db, () => {
    sql(db, 'DELETE FROM client_summary').run();
    sql(db, 'DELETE FROM summary_due').run();
    sql(db, 'DELETE FROM over_contact').run();
    clearClientIndex(db);
    const ids = sql<{ id: string }>(db, 'SELECT id FROM client ORDER BY id').all();
    summariseAll(
      db,
      ids.map(({ id }) => id),
      now,
    );
  });
}

/** Tidies the search index; makes the terms of removed clients disappear from the file. Takes about a second at 200,000. */
export function compactDerived(db: WritableDb): void {
  throughGate(db, () => compactClientIndex(db));
}

/** A salon that was moved, filled or called off changes why its guests are called. */
function guestsOf(db: WritableDb, touched: readonly TouchedRow[]): string[] {
  const events = touched.filter(({ entity }) => entity === 'event').map(({ id }) => id);
  if (events.length === 0) return [];
  return sql<{ id: string }>(
    db,
    `SELECT DISTINCT client_id AS id FROM guest
     WHERE event_id IN (SELECT value FROM json_each(?)) AND client_id IS NOT NULL`,
  )
    .all(JSON.stringify(events))
    .map(({ id }) => id);
}

function summariseAll(db: WritableDb, ids: readonly string[], now: Instant): void {
  const today = businessDayOf(now);
  for (let start = 0; start < ids.length; start += chunk) {
    const some = ids.slice(start, start + chunk);
    summarise(db, some, today);
    refreshOverContacts(db, some, now);
    markDirty(db, some);
  }
}
