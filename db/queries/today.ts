import { addDays, businessDayOf, startOfDay, type Instant } from '#core/base/time.ts';
import type { TaskFields } from '#core/calls/contact.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { deadlineNotices } from '#core/risk/task-text.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

export interface DueTaskRow {
  readonly clientId: string;
  readonly name: string;
  readonly tier: ClientFields['tier'];
  readonly kind: TaskFields['kind'];
  readonly dueAt: Instant;
  readonly text: string;
}

/**
 * Returns a manager's open tasks due until the end of the Shanghai day, overdue ones first; those that have a last day
 * for what follows from facts from the start.
 */
export function tasksDueToday(db: ReadableDb, managerId: string, now: Instant): DueTaskRow[] {
  return sql<DueTaskRow>(
    db,
    `SELECT t.client_id AS clientId, c.name, c.tier, t.kind, t.due_at AS dueAt, t.text
     FROM task t INDEXED BY task_due JOIN client c ON c.id = t.client_id
     WHERE t.status = 'OPEN' AND t.manager_id = ? AND (t.due_at < ?
       OR substr(t.text, 1, instr(t.text, ' ') - 1) IN (SELECT value FROM json_each(?)))
     ORDER BY t.due_at, t.id`,
  ).all(managerId, startOfDay(addDays(businessDayOf(now), 1)), JSON.stringify(deadlineNotices));
}

export interface TodayEventRow {
  readonly id: string;
  readonly title: string;
  readonly startsAt: Instant;
  readonly venue: string;
  /** Guests who promised to come. */
  readonly expected: number;
}

/** Returns the salons that begin on the Shanghai day, earliest first. */
export function eventsToday(db: ReadableDb, now: Instant): TodayEventRow[] {
  const today = businessDayOf(now);
  return sql<TodayEventRow>(
    db,
    `SELECT e.id, e.title, e.starts_at AS startsAt, e.venue,
       (SELECT count(*) FROM guest g WHERE g.event_id = e.id AND g.state IN ('accepted', 'confirmed')) AS expected
     FROM event e WHERE e.starts_at >= ? AND e.starts_at < ? AND e.status <> 'CANCELLED'
     ORDER BY e.starts_at, e.id`,
  ).all(startOfDay(today), startOfDay(addDays(today, 1)));
}
