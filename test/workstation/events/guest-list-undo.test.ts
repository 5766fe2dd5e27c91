import { describe, expect, test } from 'vitest';
import { csvLine } from '#core/import/export-cell.ts';
import { sql } from '#db/handles.ts';
import { guestsOf } from '#db/queries/events.ts';
import { guestListRuns } from '#db/queries/guest-list-runs.ts';
import { readRow } from '#db/rows.ts';
import type { TestStation } from '#test/support/station.ts';
import { addClient, addGuest, stationWithSalon } from '#test/workstation/events/salon.ts';
import { admitGuest } from '#workstation/events/door.ts';
import { noteGuest } from '#workstation/events/guest-notes.ts';
import { takeGuestList } from '#workstation/events/guest-list/take.ts';
import { undoGuestList } from '#workstation/events/guest-list/undo.ts';
import { cancelEvent } from '#workstation/events/plan.ts';
import { addPlusOne } from '#workstation/events/plus-one.ts';
import { respond } from '#workstation/events/respond.ts';

const head = ['姓名', '手机', '随行', '桌号', '状态'];

/** Takes a list and returns the id by which it is taken back. */
async function take(station: TestStation, eventId: string, ...rows: string[][]): Promise<string> {
  const file = Buffer.from([head, ...rows].map(csvLine).join(''));
  const wish = { eventId, columns: null, defaultState: null, samePersonRows: [], fileName: '名单.csv' };
  const taken = await takeGuestList(station, file, { ...wish, isTaken: true });
  if (!taken.ok || taken.value.runId === null) throw new Error('nothing was taken');
  return taken.value.runId;
}

function undo(station: TestStation, runId: string) {
  const undone = undoGuestList(station, runId);
  if (!undone.ok) throw new Error(undone.error);
  return undone.value;
}

const listed = ({ db }: TestStation, eventId: string) =>
  guestsOf(db, eventId).map(({ name, state, seat }) => [name, state, seat]);
const idOf = ({ db }: TestStation, eventId: string, name: string) =>
  guestsOf(db, eventId).find((guest) => guest.name === name)?.id ?? '';

describe('a guest list taken back', () => {
  test('[EV134] leaves the list as it was: new guests and companions gone, others as before, the contact undone, once', async () => {
    const { station, eventId } = stationWithSalon();
    addClient(station, { name: '可邀', phone: '+8613800003333' });
    addGuest(station, eventId, { name: '王小明', state: 'invited', seat: '9桌' });
    const before = listed(station, eventId);
    const runId = await take(
      station,
      eventId,
      ['王小明', '', '', '2桌', '参加'],
      ['李雷', '', '韩梅梅', '3桌', '参加'],
      ['可邀', '13800003333', '', '', '邀请'],
    );
    expect(listed(station, eventId)).toHaveLength(4);
    const code = guestsOf(station.db, eventId).find(({ name }) => name === '王小明')?.ticketCode;
    expect(undo(station, runId)).toEqual({ undone: 4, stays: [] });
    expect(listed(station, eventId)).toEqual(before);
    expect(readRow(station.db, 'guest', idOf(station, eventId, '王小明'))?.data).toMatchObject({
      ticketCode: null,
      revokedCodes: [code],
    });
    const undone = sql<{ count: number }>(station.db, 'SELECT count(*) AS count FROM contact_undo').get();
    expect(undone?.count).toBe(1);
    expect(undoGuestList(station, runId)).toEqual({ ok: false, error: 'NOT_FOUND' });
    expect(guestListRuns(station.db, eventId)).toMatchObject([{ undoneAt: station.clock() }]);
  });

  test('[EV134] whoever moved on since stays and is named, and whoever is tied to them', async () => {
    const { station, eventId } = stationWithSalon();
    const names = ['到场', '留言', '改口', '带人', '有随行', '无变化'];
    const runId = await take(
      station,
      eventId,
      ...names.map((name) => [name, '', name === '有随行' ? '小随' : '', '', '参加']),
    );
    const id = (name: string) => idOf(station, eventId, name);
    admitGuest(station, id('到场'), { overrideReason: null });
    const note = { kind: 'FEEDBACK', text: '很好', rating: 5, ownerManagerId: null, dueAt: null } as const;
    noteGuest(station, { guestId: id('留言'), ...note });
    respond(station, id('改口'), 'confirmed');
    addPlusOne(station, id('带人'), { name: '后来的', phone: null });
    respond(station, id('小随'), 'confirmed');
    const outcome = undo(station, runId);
    expect(outcome.undone).toBe(1);
    expect(outcome.stays.map(({ name, reason }) => [name, reason])).toEqual([
      ['到场', 'CAME'],
      ['留言', 'NOTED'],
      ['改口', 'CHANGED'],
      ['带人', 'BROUGHT'],
      ['有随行', 'BROUGHT'],
      ['小随', 'CHANGED'],
    ]);
    expect(listed(station, eventId).map(([name]) => name)).not.toContain('无变化');
  });

  test('[EV134] a companion stays with a host who changed; what is gone already is said to be', async () => {
    const { station, eventId } = stationWithSalon();
    const runId = await take(station, eventId, ['李雷', '', '小随', '', '参加']);
    respond(station, idOf(station, eventId, '李雷'), 'confirmed');
    expect(undo(station, runId).stays.map(({ name, reason }) => [name, reason])).toEqual([
      ['李雷', 'CHANGED'],
      ['小随', 'HOST_STAYS'],
    ]);
  });

  test('[EV134] seats that become free go to who waited before; a salon that is over keeps its list', async () => {
    const { station, eventId } = stationWithSalon({ capacity: 1 });
    const runId = await take(station, eventId, ['李雷', '', '', '', '参加']);
    const waiting = addGuest(station, eventId, { name: '王小明', state: 'waitlisted' });
    expect(undo(station, runId).undone).toBe(1);
    expect(readRow(station.db, 'guest', waiting)?.data.state).toBe('accepted');
    const later = await take(station, eventId, ['赵六', '', '', '', '婉拒']);
    cancelEvent(station, eventId);
    expect(undoGuestList(station, later)).toEqual({ ok: false, error: 'EVENT_OVER' });
  });
});
