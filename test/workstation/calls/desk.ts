import { dayMs, type Instant } from '#core/base/time.ts';
import type { ContactFields, Outcome, TaskFields } from '#core/calls/contact.ts';
import type { RowData } from '#core/sync/entities.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { writeRow } from '#db/rows.ts';
import { derive } from '#db/changes/derive.ts';
import { logCall, type LogInput } from '#workstation/calls/log.ts';
import { commit } from '#workstation/station.ts';
import { clientRow } from '#test/support/rows.ts';
import { testStation, type TestStation } from '#test/support/station.ts';

/** A station whose manager calls: Monday 2026-11-23, 10:00 in Shanghai. */
export interface Desk extends TestStation {
  readonly addClient: (
    changed?: Partial<RowData<'client'>>,
    consents?: readonly Partial<RowData<'consent'>>[],
  ) => string;
  readonly addTask: (clientId: string, changed: Partial<TaskFields>) => string;
  readonly addContact: (clientId: string, startedAt: Instant, changed?: Partial<ContactFields>) => string;
  readonly tag: (tagId: string, clientId: string, name: string) => void;
  readonly untag: (tagId: string) => void;
  readonly press: (
    clientId: string,
    outcome: Outcome,
    changed?: Partial<LogInput>,
  ) => ReturnType<typeof logCall>;
  readonly tasks: (clientId: string) => (TaskFields & { id: string })[];
}

/** Makes a desk for one test; on a store of its own unless one is given. */
export function testDesk(db?: WritableDb, space = 0): Desk {
  const station = testStation(db, space);
  const { me, newId, clock } = station;
  let typed = 0;
  return {
    ...station,
    addClient: (changed = {}, consents = [{}]) => {
      const clientId = newId();
      commit(station, 'test.client', [
        {
          op: 'create',
          entity: 'client',
          id: clientId,
          data: clientRow({ name: '王晓明', phone: '+8613800000001', ...changed }),
        },
        ...consents.map((one) => ({
          op: 'create' as const,
          entity: 'consent' as const,
          id: newId(),
          data: { ...marketingConsent(station, clientId), ...one },
        })),
      ]);
      return clientId;
    },
    addTask: (clientId, changed) => {
      const id = newId();
      const data: TaskFields = {
        clientId,
        managerId: me.managerId,
        kind: 'CALLBACK',
        dueAt: clock(),
        text: '',
        status: 'OPEN',
        fromContactId: null,
        closedAt: null,
        ...changed,
      };
      commit(station, 'test.task', [{ op: 'create', entity: 'task', id, data }]);
      return id;
    },
    addContact: (clientId, startedAt, changed = {}) => {
      const id = newId();
      const data: ContactFields = {
        clientId,
        managerId: me.managerId,
        channel: 'PHONE',
        purpose: 'MARKETING',
        reason: 'FRESH',
        outcome: 'TRANSFER',
        note: '',
        startedAt,
        endedAt: startedAt,
        taskId: null,
        ...changed,
      };
      commit(station, 'test.contact', [{ op: 'create', entity: 'contact', id, data }]);
      return id;
    },
    tag: (id, clientId, name) => {
      const data = { clientId, name, setBy: me.managerId, setAt: clock(), expiresAt: null };
      commit(station, 'client.tag', [{ op: 'create', entity: 'tag', id, data }]);
    },
    untag: (id) => commit(station, 'client.untag', [{ op: 'delete', entity: 'tag', id }]),
    press: (clientId, outcome, changed = {}) => {
      typed += 1;
      return logCall(station, {
        contactId: `01949999-0000-7000-8000-${String(typed).padStart(12, '0')}`,
        clientId,
        outcome,
        reason: 'FRESH',
        taskId: null,
        note: '',
        followUpAt: null,
        startedAt: clock(),
        ...changed,
      });
    },
    tasks: (clientId) =>
      sql<TaskFields & { id: string }>(
        station.db,
        `SELECT id, kind, status, due_at AS dueAt, text, manager_id AS managerId, client_id AS clientId,
           from_contact_id AS fromContactId, closed_at AS closedAt
         FROM task WHERE client_id = ? ORDER BY id`,
      ).all(clientId),
  };
}

/** Puts in what only the centre writes. */
export function fromCentre<E extends 'holding' | 'activity'>(
  { db, clock }: Desk,
  entity: E,
  id: string,
  data: RowData<E>,
): void {
  throughGate(db, () => {
    writeRow(db, entity, id, data, { scope: 'tenant', seq: 1, hashHi: 0, hashLo: 0 });
    derive(db, [{ entity, id }], clock());
  });
}

/** Returns everything the desk shows of a client's rows, without sync bookkeeping, for comparing before and after. */
export function visibleState({ db }: Desk, clientId: string): unknown {
  const all = (text: string): unknown[] => sql(db, text).all(clientId);
  return {
    client: all('SELECT name, phone, phone_usable FROM client WHERE id = ?'),
    tasks: all(
      "SELECT id, kind, due_at, status, closed_at FROM task WHERE client_id = ? AND status = 'OPEN' ORDER BY id",
    ),
    guests: all('SELECT id, state, state_at, ticket_code FROM guest WHERE client_id = ? ORDER BY id'),
    summary: all(
      `SELECT stage, churn_score, churn_reasons, last_contact_at, last_reached_at, next_task_at, is_blocked, completeness
       FROM client_summary WHERE client_id = ?`,
    ),
  };
}

function marketingConsent({ me, clock }: TestStation, clientId: string): RowData<'consent'> {
  return {
    clientId,
    channel: 'PHONE',
    purpose: 'MARKETING',
    given: true,
    evidence: 'test',
    recordedBy: me.managerId,
    recordedAt: clock() - 300 * dayMs,
    expiresAt: null,
  };
}
