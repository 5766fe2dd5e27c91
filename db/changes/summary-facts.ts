import { addDays, startOfDay, type BusinessDay, type Instant } from '#core/base/time.ts';
import { callRules } from '#core/calls/dispositions.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { LedgerEntry } from '#core/consent/ledger.ts';
import { balanceDays, type MoneyMove } from '#core/lifecycle/facts.ts';
import { churnRules } from '#core/lifecycle/rules.ts';
import type { TestOnFile } from '#core/risk/level.ts';
import { generalSheetId } from '#core/risk/sheet-purpose.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { movedFen, movedMoney } from '#db/queries/money-moves.ts';

/** The columns of a client that a summary needs. */
export type ClientBase = Pick<
  ClientFields,
  | 'name'
  | 'phone'
  | 'gender'
  | 'city'
  | 'tier'
  | 'ownerManagerId'
  | 'registeredAt'
  | 'birthDay'
  | 'occupation'
  | 'incomeBand'
  | 'otherPlatforms'
  | 'statedAssetsFen'
  | 'capacity'
> & { readonly id: string; readonly phoneUsable: number };

export interface HoldingFacts {
  readonly clientId: string;
  readonly heldFen: number;
  readonly nextMaturityOn: BusinessDay | null;
}
export interface ActivityFacts {
  readonly clientId: string;
  readonly lastLoginAt: Instant | null;
  readonly firstInvestedAt: Instant | null;
  readonly lastInvestedAt: Instant | null;
  readonly lastRedeemedAt: Instant | null;
  readonly lastMaturedAt: Instant | null;
  readonly cardUnboundAt: Instant | null;
  readonly pointsCashedAt: Instant | null;
  readonly recentLogins: number;
}
export interface ContactFacts {
  readonly clientId: string;
  readonly lastContactAt: Instant;
  readonly lastReachedAt: Instant | null;
  readonly recentNotNow: number;
}
export interface TaskFacts {
  readonly clientId: string;
  readonly nextTaskAt: Instant;
  readonly complaints: number;
}

/** The last change a client reported. */
interface ReportedChange {
  readonly clientId: string;
  readonly changedAt: Instant;
}

/** Everything known of some clients, by kind, each looked up by client. */
export interface SummaryFacts {
  readonly clients: readonly ClientBase[];
  readonly holdings: ReadonlyMap<string, HoldingFacts>;
  readonly activities: ReadonlyMap<string, ActivityFacts>;
  readonly moves: ReadonlyMap<string, readonly MoneyMove[]>;
  readonly contacts: ReadonlyMap<string, ContactFacts>;
  readonly tasks: ReadonlyMap<string, TaskFacts>;
  readonly ledgers: ReadonlyMap<string, readonly LedgerEntry[]>;
  readonly tests: ReadonlyMap<string, readonly TestOnFile[]>;
  readonly reported: ReadonlyMap<string, ReportedChange>;
  readonly declined: ReadonlyMap<string, number>;
}

const among = 'IN (SELECT value FROM json_each(?))';
const reached = callRules.dispositions
  .filter(({ isReached }) => isReached)
  .map(({ code }) => `'${code}'`)
  .join(', ');

/** Reads the facts of many clients with one query a kind, so that a page of changes costs little. */
export function readSummaryFacts(db: ReadableDb, ids: readonly string[], today: BusinessDay): SummaryFacts {
  const list = JSON.stringify(ids);
  const activities = readActivities(db, list, today);
  return {
    clients: sql<ClientBase>(
      db,
      `SELECT id, name, phone, phone_usable AS phoneUsable, gender, city, tier, owner_manager_id AS ownerManagerId,
         registered_at AS registeredAt, birth_day AS birthDay, occupation, income_band AS incomeBand,
         other_platforms AS otherPlatforms, stated_assets_fen AS statedAssetsFen, capacity
       FROM client WHERE id ${among}`,
    ).all(list),
    holdings: byClient(
      sql<HoldingFacts>(
        db,
        `SELECT client_id AS clientId, sum(amount_fen) AS heldFen,
           min(CASE WHEN matures_on >= ? THEN matures_on END) AS nextMaturityOn
         FROM holding WHERE client_id IN (SELECT value FROM json_each(?)) GROUP BY client_id`,
      ).all(today, list),
    ),
    activities,
    moves: readMoves(db, activities, today),
    contacts: readContacts(db, list, today),
    tasks: byClient(
      sql<TaskFacts>(
        db,
        `SELECT client_id AS clientId, min(due_at) AS nextTaskAt, sum(kind = 'COMPLAINT') AS complaints
         FROM task WHERE client_id ${among} AND status = 'OPEN' GROUP BY client_id`,
      ).all(list),
    ),
    ledgers: readLedgers(db, list),
    tests: readTests(db, list),
    reported: readReported(db, list),
    declined: readDeclined(db, list),
  };
}

function readActivities(db: ReadableDb, list: string, today: BusinessDay): Map<string, ActivityFacts> {
  const loginsFrom = windowStart(today, churnRules.shoppingRound.days - 1);
  return byClient(
    sql<ActivityFacts>(
      db,
      `SELECT client_id AS clientId, ${last(`'LOGIN', 'REGISTER'`)} AS lastLoginAt,
         min(CASE WHEN kind = 'INVEST' THEN happened_at END) AS firstInvestedAt,
         ${last(`'INVEST'`)} AS lastInvestedAt, ${last(`'REDEEM'`)} AS lastRedeemedAt,
         ${last(`'MATURED'`)} AS lastMaturedAt, ${last(`'CARD_UNBOUND'`)} AS cardUnboundAt,
         ${last(`'POINTS_CASHED'`)} AS pointsCashedAt, sum(kind = 'LOGIN' AND happened_at >= ?) AS recentLogins
       FROM activity WHERE client_id IN (SELECT value FROM json_each(?)) GROUP BY client_id`,
    ).all(loginsFrom, list),
  );
}

function last(kinds: string): string {
  return `max(CASE WHEN kind IN (${kinds}) THEN happened_at END)`;
}

/** Most clients had no money moved lately: only the others are asked for. */
function readMoves(
  db: ReadableDb,
  activities: ReadonlyMap<string, ActivityFacts>,
  today: BusinessDay,
): Map<string, MoneyMove[]> {
  const from = windowStart(today, balanceDays);
  const isRecent = (at: Instant | null): boolean => at !== null && at >= from;
  const moved = [...activities.values()]
    .filter((one) => [one.lastInvestedAt, one.lastRedeemedAt, one.lastMaturedAt].some(isRecent))
    .map(({ clientId }) => clientId);
  if (moved.length === 0) return new Map();
  const rows = sql<{ clientId: string; at: Instant; amountFen: number }>(
    db,
    `SELECT a.client_id AS clientId, a.happened_at AS at, ${movedFen} AS amountFen
     FROM activity a
     WHERE a.client_id IN (SELECT value FROM json_each(?)) AND a.happened_at >= ? AND ${movedMoney}
     ORDER BY a.client_id, a.happened_at DESC, a.id DESC`,
  ).all(JSON.stringify(moved), from);
  return grouped(rows);
}

function readContacts(db: ReadableDb, list: string, today: BusinessDay): Map<string, ContactFacts> {
  return byClient(
    sql<ContactFacts>(
      db,
      `SELECT c.client_id AS clientId, max(c.started_at) AS lastContactAt,
         max(CASE WHEN c.outcome IN (${reached}) THEN c.started_at END) AS lastReachedAt,
         sum(c.outcome = 'NOT_NOW' AND c.started_at >= ?) AS recentNotNow
       FROM contact c
       WHERE c.client_id IN (SELECT value FROM json_each(?))
         AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = c.id)
       GROUP BY c.client_id`,
    ).all(windowStart(today, churnRules.notNow.forgottenAfterDays), list),
  );
}

function readLedgers(db: ReadableDb, list: string): Map<string, LedgerEntry[]> {
  const rows = sql<Omit<LedgerEntry, 'given'> & { clientId: string; given: number }>(
    db,
    `SELECT client_id AS clientId, channel, purpose, given, recorded_at AS recordedAt, expires_at AS expiresAt
     FROM consent WHERE client_id ${among}`,
  ).all(list);
  return grouped(rows.map((row) => ({ ...row, given: row.given === 1 })));
}

function readTests(db: ReadableDb, list: string): Map<string, TestOnFile[]> {
  const rows = sql<Omit<TestOnFile, 'isProvisional'> & { clientId: string; seq: number }>(
    db,
    `SELECT client_id AS clientId, id, level, changed_from AS changedFrom, taken_at AS takenAt,
       valid_through AS validThrough, capacity, voided_reason AS voidedReason, seq
     FROM risk_test WHERE client_id ${among} AND sheet_id = ?`,
  ).all(list, generalSheetId);
  return grouped(rows.map(({ seq, ...test }) => ({ ...test, isProvisional: seq === 0 })));
}

function readReported(db: ReadableDb, list: string): Map<string, ReportedChange> {
  return byClient(
    sql<ReportedChange>(
      db,
      `SELECT client_id AS clientId, max(recorded_at) AS changedAt
       FROM investor_fact WHERE client_id ${among} AND what = 'CHANGE' GROUP BY client_id`,
    ).all(list),
  );
}

/** Counts, per client, how many of the newest answered invitations in a row were declined. */
function readDeclined(db: ReadableDb, list: string): Map<string, number> {
  const rows = sql<{ clientId: string; state: string }>(
    db,
    `SELECT client_id AS clientId, state FROM guest
     WHERE client_id ${among} AND state NOT IN ('candidate', 'invited', 'waitlisted')
     ORDER BY client_id, state_at DESC, id DESC`,
  ).all(list);
  const counts = new Map<string, number>();
  for (const [clientId, states] of grouped(rows)) {
    const other = states.findIndex(({ state }) => state !== 'declined');
    counts.set(clientId, other < 0 ? states.length : other);
  }
  return counts;
}

/** Returns the first instant of the day that lies `days` days before today. */
function windowStart(today: BusinessDay, days: number): Instant {
  return startOfDay(addDays(today, -days));
}

function byClient<Row extends { readonly clientId: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.clientId, row]));
}

function grouped<Row extends { readonly clientId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.clientId);
    if (group) group.push(row);
    else groups.set(row.clientId, [row]);
  }
  return groups;
}
