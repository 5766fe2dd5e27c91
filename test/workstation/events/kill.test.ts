import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { hourMs } from '#core/base/time.ts';
import { makeTicketCode } from '#core/events/ticket.ts';
import { commitChange, type RowChange } from '#db/changes/commit.ts';
import { sql } from '#db/handles.ts';
import { testIds } from '#test/support/clock.ts';
import { freshStoreFile, openTestStore, testKey } from '#test/support/store.ts';

const child = path.resolve(import.meta.dirname, '../../support/check-in-child.ts');
const guestCount = 3000;
const rounds = 4;

/** Runs the desk until it has acknowledged so many entries, kills it, and returns whom it acknowledged. */
function scanAndKill(file: string, eventId: string, acksBeforeKill: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const desk = spawn(process.execPath, [child, file, Buffer.from(testKey).toString('hex'), eventId]);
    let said = '';
    let complaint = '';
    let isKilled = false;
    desk.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    desk.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (isKilled || said.split('\n').length <= acksBeforeKill) return;
      isKilled = true;
      desk.kill('SIGKILL');
    });
    desk.on('close', () => {
      if (!isKilled) reject(new Error(`The desk ended by itself: ${complaint}`));
      else resolve(said.split('\n').slice(0, -1));
    });
  });
}

test('[EV26] kill −9 in the middle of check-ins loses no acknowledged entry and leaves nothing half done', async () => {
  const file = freshStoreFile();
  const eventId = prepare(file);
  const acknowledged: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    acknowledged.push(...(await scanAndKill(file, eventId, 37 * round)));
    const db = openTestStore(file);
    const entered = sql<{ guest_id: string }>(
      db,
      "SELECT DISTINCT guest_id FROM check_in WHERE event_id = ? AND kind = 'IN'",
    )
      .all(eventId)
      .map(({ guest_id: id }) => id);
    expect(acknowledged.filter((id) => !entered.includes(id))).toEqual([]);
    const halves = sql<{ count: number }>(
      db,
      `SELECT count(*) AS count FROM check_in
       WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE entity = 'checkIn' AND row_id = check_in.id)`,
    ).get();
    expect(halves?.count).toBe(0);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(37 * rounds);
});

function prepare(file: string): string {
  const db = openTestStore(file);
  const newId = testIds(9);
  const random = seededRandom(9);
  const now = Date.now();
  const eventId = newId();
  const host = '01940000-0000-7000-9000-000000000001';
  const event: RowChange = {
    op: 'create',
    entity: 'event',
    id: eventId,
    data: {
      title: '大场',
      city: '',
      venue: '',
      startsAt: now,
      endsAt: now + hourMs,
      capacity: guestCount,
      isProductTalk: false,
      productIds: [],
      hostManagerIds: [host],
      agenda: '',
      status: 'OPEN',
      ticketKey: null,
    },
  };
  const guests = Array.from({ length: guestCount }, (_, index): RowChange => ({
    op: 'create',
    entity: 'guest',
    id: newId(),
    data: {
      eventId,
      clientId: null,
      name: `客人${index}`,
      phone: null,
      hostManagerId: host,
      plusOneOf: null,
      state: 'confirmed',
      stateAt: now,
      invitedAt: null,
      ticketCode: makeTicketCode(random),
      revokedCodes: [],
      foreignCode: null,
      seat: null,
      invitedFrom: 'LIST',
    },
  }));
  let hlc = 0;
  const nextHlc = (): string => `${String((hlc += 1)).padStart(15, '0')}-0-prepare`;
  commitChange(db, { now, newId, nextHlc }, 'prepare', [event, ...guests]);
  db.close();
  return eventId;
}
