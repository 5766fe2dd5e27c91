import { uuidv7 } from 'uuidv7';
import { businessDayOf, dayMs } from '#core/base/time.ts';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { scopeOf, type Entity } from '#core/sync/entities.ts';
import { derive } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import type { WritableDb } from '#db/handles.ts';
import { writeRow } from '#db/rows.ts';

const clients = 50_000;
const contactsEach = 10;
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
      for (let past = 0; past < contactsEach; past += 1) put('contact', uuidv7(), oldContact(id, past));
    }
    derive(store, touched, workday);
  });
}

function oldContact(clientId: string, past: number): Record<string, unknown> {
  const startedAt = workday - (100 + past * 30) * dayMs;
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
