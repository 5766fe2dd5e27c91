import { uuidv7 } from 'uuidv7';
import { businessDayOf, dayMs } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { scopeOf, type Entity, type RowData } from '#core/sync/entities.ts';
import { derive } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { writeRow } from '#db/rows.ts';

const clients = 50_000;
const contactsEach = 10;
/** How many contacts a client of the long histories has, and how many such clients there are. */
export const longHistory = 2000;
const longClients = 10;
/** Whose book it is, and when they work it. */
export const manager = { id: '01940000-0000-7000-9000-000000000001', name: '林若溪' };
export const workday = Date.parse('2026-11-23T10:00:00+08:00');

/** Fills a store with the book of the call desk: 50,000 clients with ten past contacts each, and all that is derived. */
export function fill(store: WritableDb): void {
  throughGate(store, () => {
    const touched: { entity: Entity; id: string }[] = [];
    const put = (entity: Entity, id: string, data: Readonly<Record<string, unknown>>): void =>
      writeRow(store, entity, id, data, { scope: scopeOf(entity, id, data), seq: 1, hashHi: 0, hashLo: 0 });
    const book = makeSampleBook({
      seed: 1,
      clients,
      today: businessDayOf(workday),
      now: workday,
      branchName: '示例支行',
      managers: [manager, { id: '01940000-0000-7000-9000-000000000002', name: '陈思远' }],
    });
    for (const { entity, id, data } of book) {
      put(entity, id, data);
      if (entity !== 'client') continue;
      touched.push({ entity, id });
      for (let past = 0; past < contactsEach; past += 1)
        put('contact', uuidv7(), oldContact(id, past * 30 * dayMs));
    }
    derive(store, touched, workday);
  });
}

/** Gives some of the manager's clients a history of {@link longHistory} contacts; answers whom. */
export function addLongHistories(store: WritableDb): string[] {
  const found = sql<{ id: string }>(
    store,
    'SELECT id FROM client WHERE owner_manager_id = ? ORDER BY id LIMIT ?',
  ).all(manager.id, longClients);
  throughGate(store, () => {
    for (const { id } of found) {
      for (let past = 0; past < longHistory; past += 1) {
        const data = oldContact(id, (past * dayMs) / 4);
        const contactId = uuidv7();
        const scope = scopeOf('contact', contactId, data);
        writeRow(store, 'contact', contactId, data, { scope, seq: 1, hashHi: 0, hashLo: 0 });
      }
    }
  });
  return found.map(({ id }) => id);
}

function oldContact(clientId: string, agoMs: number): RowData<'contact'> {
  const startedAt = workday - 100 * dayMs - agoMs;
  return {
    clientId,
    managerId: manager.id,
    channel: 'PHONE',
    purpose: 'SERVICE',
    reason: 'FRESH',
    outcome: 'TRANSFER',
    note: '',
    startedAt,
    endedAt: startedAt + 60_000,
    taskId: null,
  };
}
