import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/base/time.ts';
import { callScripts, isSpeakable } from '#core/calls/script.ts';
import { purgeScope } from '#db/changes/purge.ts';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import { readRow, writeRow } from '#db/rows.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { countersOf } from '#workstation/calls/counters.ts';
import { holdClient } from '#workstation/calls/hold.ts';
import { buildQueue, findCandidate } from '#workstation/calls/queue.ts';
import { undoable, undoCall, undoWindowMs } from '#workstation/calls/undo.ts';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';

const contactId = '0194cccc-0000-7000-8000-000000000001';
const second = '0194cccc-0000-7000-8000-000000000002';
const contacts = ({ db }: Desk): number =>
  sql<{ n: number }>(db, 'SELECT count(*) AS n FROM contact').get()?.n ?? 0;

test('[CQ20] a restart within the ten seconds forgets nothing: the call is still offered and taken back whole', () => {
  const file = freshStoreFile();
  const before = testDesk(openTestStore(file));
  const clientId = before.addClient({ name: '欧阳晓𠮷' });
  const taskId = before.addTask(clientId, { kind: 'CALLBACK' });
  before.press(clientId, 'DNC', { contactId, reason: 'CALLBACK_DUE', taskId });
  before.db.close();
  const after = testDesk(openTestStore(file), 1);
  after.testClock.advance(undoWindowMs - 1);
  expect(undoable(after)).toMatchObject({ contactId, clientId, name: '欧阳晓𠮷', outcome: 'DNC' });
  expect(buildQueue(after, 8).undoable?.contactId).toBe(contactId);
  expect(undoCall(after, contactId)).toBe(true);
  expect(after.tasks(clientId)).toMatchObject([{ id: taskId, status: 'OPEN' }]);
  expect(undoable(after)).toBeNull();
  expect(undoCall(after, contactId)).toBe(false);
});

test('[CQ20] the ten seconds are over after a jump of the clock, whichever way, and what was kept is forgotten', () => {
  for (const jump of [undoWindowMs + 1, -hourMs, 14 * hourMs]) {
    const desk = testDesk();
    const clientId = desk.addClient();
    desk.press(clientId, 'NO_ANSWER', { contactId });
    desk.testClock.advance(jump);
    expect(undoable(desk)).toBeNull();
    expect(undoCall(desk, contactId)).toBe(false);
    desk.testClock.advance(-jump + dayMs);
    desk.press(desk.addClient({ phone: '+8613800000002' }), 'WRONG', { contactId: second });
    const kept = "SELECT count(*) AS n FROM local_setting WHERE key LIKE 'call-undo:%'";
    expect(sql(desk.db, kept).get()).toEqual({ n: 1 });
  }
});

test('[CQ19] a call over midnight counts for the day it began; the counters start anew by themselves', () => {
  const desk = testDesk();
  desk.testClock.set(Date.parse('2026-11-23T23:59:50+08:00'));
  const clientId = desk.addClient();
  const startedAt = desk.clock();
  expect(countersOf(desk).dialled).toBe(0);
  desk.testClock.advance(20_000);
  // The client rang: at this hour nobody may be called.
  expect(desk.press(clientId, 'COMPLAINT', { startedAt }).ok).toBe(true);
  expect(countersOf(desk).dialled).toBe(0);
  expect(countersOf(desk, '2026-11-23').dialled).toBe(1);
  expect(desk.tasks(clientId)).toMatchObject([
    { kind: 'COMPLAINT', dueAt: Date.parse('2026-11-24T18:00:00+08:00') },
  ]);
});

test('[CQ19] a clock set back during a call never makes it end before it began', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const startedAt = desk.clock();
  desk.testClock.advance(-30 * minuteMs);
  expect(desk.press(clientId, 'DONE_SERVICE', { contactId, startedAt }).ok).toBe(true);
  const { startedAt: from, endedAt } = readRow(desk.db, 'contact', contactId)?.data ?? {};
  expect([from, endedAt]).toEqual([desk.clock(), desk.clock()]);
});

test('[CQ39] a client reassigned while on screen: the outcome is kept, authored when the call began', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const startedAt = desk.clock();
  desk.testClock.advance(minuteMs);
  purgeScope(desk.db, `client:${clientId}`, desk.clock());
  sql(desk.db, 'DELETE FROM outbox').run();
  desk.testClock.advance(minuteMs);
  const logged = desk.press(clientId, 'CALLBACK', { contactId, startedAt, note: '女儿下月结婚' });
  expect(logged).toMatchObject({ ok: true, value: { isGone: true, tasks: [], counters: { dialled: 1 } } });
  const waiting = sql<{ entity: string; hlc: string; patch: string }>(
    desk.db,
    'SELECT entity, hlc, patch FROM outbox',
  ).all();
  expect(waiting.map(({ entity }) => entity)).toEqual(['contact']);
  expect(Number(waiting[0]?.hlc.slice(0, 15))).toBe(startedAt);
  expect(JSON.parse(waiting[0]?.patch ?? '')).toMatchObject({
    outcome: 'CALLBACK',
    note: '女儿下月结婚',
    startedAt,
  });
  expect(desk.press(clientId, 'CALLBACK', { contactId, startedAt })).toMatchObject({
    value: { isRepeat: true },
  });
});

test('[CQ39] what a client who left withdrew goes up too, before all else', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  purgeScope(desk.db, `client:${clientId}`, desk.clock());
  sql(desk.db, 'DELETE FROM outbox').run();
  desk.press(clientId, 'DNC', { contactId });
  const waiting = sql(desk.db, 'SELECT entity, lane FROM outbox ORDER BY lane, position').all();
  expect(waiting).toEqual([
    { entity: 'consent', lane: 0 },
    { entity: 'contact', lane: 1 },
  ]);
});

test('[CQ46] a client withdrawn while on screen: the card says so at once, the outcome of the call is kept', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  expect(buildCard(desk, clientId, findCandidate(desk, clientId))?.verdict.allowed).toBe(true);
  const startedAt = desk.clock() + 20_000;
  desk.testClock.advance(30_000);
  // Withdrawn on another device an hour ago; it arrives only now.
  withdrawal(desk, clientId, desk.clock() - hourMs);
  expect(buildCard(desk, clientId, findCandidate(desk, clientId))?.verdict.code).toBe('DNC_ALL');
  expect(desk.press(clientId, 'INTERESTED', { contactId, startedAt }).ok).toBe(true);
  desk.testClock.advance(5 * minuteMs);
  expect(desk.press(clientId, 'INTERESTED', { contactId: second, startedAt: desk.clock() })).toMatchObject({
    ok: false,
    error: { code: 'BLOCKED' },
  });
});

test('[CQ46] a call begun before the screen was told yes gains nothing by it', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.addContact(clientId, desk.clock() - 10 * minuteMs, { outcome: 'NO_ANSWER' });
  const startedAt = desk.clock();
  desk.testClock.advance(25 * minuteMs);
  expect(buildCard(desk, clientId, null)?.verdict.allowed).toBe(true);
  expect(desk.press(clientId, 'INTERESTED', { contactId, startedAt })).toMatchObject({ ok: false });
});

test('[CQ38] two screens on one queue never show the same client; one that fell silent lets go', () => {
  const desk = testDesk();
  const [first, next] = [desk.addClient(), desk.addClient({ phone: '+8613800000002' })];
  const shown = (window: string): string[] =>
    buildQueue(desk, 8, window).items.map(({ clientId }) => clientId);
  expect(holdClient(desk, 'left', first)).toEqual({ isElsewhere: false });
  expect(shown('left')).toEqual([first, next]);
  expect(shown('right')).toEqual([next]);
  expect(holdClient(desk, 'right', first)).toEqual({ isElsewhere: true });
  expect(holdClient(desk, 'right', next)).toEqual({ isElsewhere: false });
  expect(shown('left')).toEqual([first]);
  desk.testClock.advance(80_000);
  expect(shown('right')).toEqual([first, next]);
  holdClient(desk, 'left', first);
  desk.testClock.advance(-dayMs);
  expect(shown('right')).toEqual([first, next]);
});

test('[CQ38] two screens that log one client in the same moment keep both calls, and the second knows of the first', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  const startedAt = desk.clock();
  buildCard(desk, clientId, null);
  desk.testClock.advance(1000);
  expect(desk.press(clientId, 'NO_ANSWER', { contactId, startedAt }).ok).toBe(true);
  expect(desk.press(clientId, 'NO_ANSWER', { contactId: second, startedAt }).ok).toBe(true);
  expect(contacts(desk)).toBe(2);
  expect(buildCard(desk, clientId, null)?.verdict.code).toBe('GAP_30MIN');
  expect(desk.tasks(clientId).filter(({ status }) => status === 'OPEN')).toHaveLength(1);
});

test('[CQ46] a call that was logged uses up the yes: whoever comes back to the client asks the gate anew', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  buildCard(desk, clientId, null);
  desk.testClock.advance(10_000);
  expect(desk.press(clientId, 'NO_ANSWER', { contactId }).ok).toBe(true);
  desk.testClock.advance(10_000);
  expect(desk.press(clientId, 'BUSY', { contactId: second })).toMatchObject({
    ok: false,
    error: { code: 'BLOCKED', verdict: { code: 'GAP_30MIN' } },
  });
  expect(desk.press(clientId, 'COMPLAINT', { contactId: second }).ok).toBe(true);
});

test('[CQ16] one name is one contact, whatever the second press says', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.press(clientId, 'NO_ANSWER', { contactId });
  expect(desk.press(clientId, 'DNC', { contactId })).toMatchObject({ ok: true, value: { isRepeat: true } });
  expect(contacts(desk)).toBe(1);
  expect(readRow(desk.db, 'contact', contactId)?.data.outcome).toBe('NO_ANSWER');
});

test('[CQ47] a note of 400 characters with emoji and rare characters is kept as typed, here, on the way and in the task', () => {
  const note = '𠮷野家👨‍👩‍👧‍👦约周三下午，㐂欢；“稳”\n'.repeat(40).slice(0, 1000);
  expect([...note].length).toBeGreaterThanOrEqual(400);
  const desk = testDesk();
  const clientId = desk.addClient();
  expect(desk.press(clientId, 'CALLBACK', { contactId, note }).ok).toBe(true);
  expect(readRow(desk.db, 'contact', contactId)?.data.note).toBe(note);
  expect(desk.tasks(clientId)[0]?.text).toBe(note);
  const sent = sql<{ patch: string }>(desk.db, "SELECT patch FROM outbox WHERE entity = 'contact'").get();
  expect(JSON.parse(sent?.patch ?? '{}')).toMatchObject({ note });
  expect(buildCard(desk, clientId, null)?.lastContacts[0]?.note).toBe(note);
});

test('[CQ35] a line whose fact is missing, or that a banned word got into, is left out whole, and that is said', () => {
  const desk = testDesk();
  const clientId = desk.addClient();
  desk.addTask(clientId, { kind: 'CALLBACK' });
  const script = () => buildCard(desk, clientId, findCandidate(desk, clientId))?.script.texts['zh-CN'];
  expect(script()?.leftOut).toEqual([{ missing: ['lastNote'], banned: [] }]);
  desk.addContact(clientId, desk.clock() - 10 * dayMs, { note: '问是不是保本' });
  expect(script()?.leftOut).toMatchObject([{ missing: [], banned: [{ word: '保本' }] }]);
  expect(script()?.leftOut[0]?.banned[0]?.articles[0]).toContain('广告法');
  desk.addContact(clientId, desk.clock() - 9 * dayMs, { note: '觉得我们收益最高' });
  expect(script()?.leftOut).toEqual([]);
  expect(script()?.lines[1]).toMatchObject({ cautions: [{ word: '收益最高' }] });
});

test('[CQ35] a script with a forbidden word of its own is as if nobody had reviewed it', () => {
  const script = callScripts.scripts.FRESH;
  const saying = (text: string) => ({ ...script, lines: [{ 'zh-CN': text, en: 'Hello.' }] });
  const day = '2026-11-23';
  expect(isSpeakable(script, day)).toBe(true);
  expect(isSpeakable({ ...script, reviewedOn: null }, day)).toBe(false);
  expect(isSpeakable(saying('{name}您好，这款稳赚不赔。'), day)).toBe(false);
  expect(isSpeakable(saying('{name}您好，本产品不保本。'), day)).toBe(true);
  // Two facts that stand side by side do not make a word of the list.
  expect(isSpeakable(saying('请确保{name}到场'), day)).toBe(true);
});

function withdrawal(desk: Desk, clientId: string, recordedAt: number): void {
  const data = {
    clientId,
    channel: null,
    purpose: null,
    given: false,
    evidence: 'elsewhere',
    recordedBy: desk.me.managerId,
    recordedAt,
    expiresAt: null,
  };
  throughGate(desk.db, () =>
    writeRow(desk.db, 'consent', desk.newId(), data, {
      scope: `client:${clientId}`,
      seq: 9,
      hashHi: 0,
      hashLo: 0,
    }),
  );
}
