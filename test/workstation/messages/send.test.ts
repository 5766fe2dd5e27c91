import { expect, test } from 'vitest';
import { dayMs, hourMs } from '#core/base/time.ts';
import type { MessageDraft } from '#core/api/messages.ts';
import { sql } from '#db/handles.ts';
import { readRow } from '#db/rows.ts';
import { throughGate } from '#db/gate.ts';
import { writeRow } from '#db/rows.ts';
import { undoCall, undoWindowMs } from '#workstation/calls/undo.ts';
import { draftsFor } from '#workstation/messages/drafts.ts';
import { confirmSent, takeDraft } from '#workstation/messages/send.ts';
import { noteReply, replyRates } from '#workstation/messages/replies.ts';
import { addFact, removeFact, setFriend } from '#workstation/messages/told.ts';
import { judgeDraft } from '#workstation/messages/verdict.ts';
import { confirmed } from '#test/support/published.ts';
import { fromCentre, testDesk, visibleState, type Desk } from '#test/workstation/calls/desk.ts';

const contactId = '0194cccc-0000-7000-8000-000000000001';
const another = '0194cccc-0000-7000-8000-000000000002';

interface Asked {
  readonly channel?: MessageDraft['channel'];
  readonly textId?: string;
  readonly body?: string;
}

/** A client who consented to marketing on SMS and WeChat, is a WeChat contact, and told us one thing. */
function writeTo(desk: Desk, changed: Parameters<Desk['addClient']>[0] = {}): string {
  const consents = [{}, { channel: 'SMS' as const }, { channel: 'WECHAT' as const }];
  const clientId = desk.addClient({ gender: 'F', ...changed }, consents);
  setFriend(desk, { clientId, account: 'WECOM', isFriend: true });
  addFact(desk, { clientId, kind: 'FAMILY', text: '女儿今年高考', agreed: 'SAID' });
  return clientId;
}

function drafted(desk: Desk, clientId: string, asked: Asked = {}): MessageDraft {
  const { channel = 'WECHAT', textId = 'manual-keep-in-touch' } = asked;
  const drafts = draftsFor(desk, { clientId, channel, reason: 'MANUAL', factId: null });
  const body = asked.body ?? drafts?.texts.find(({ id }) => id === textId)?.bodies['zh-CN'] ?? '';
  return { clientId, textId, channel, language: 'zh-CN', body, factId: null };
}

function send(desk: Desk, draft: MessageDraft, id = contactId, taskId: string | null = null) {
  const taken = takeDraft(desk, { ...draft, contactId: id }, desk.clock());
  if (!taken.ok) return taken;
  return confirmSent(desk, { ...draft, contactId: id, taskId, takenAt: taken.value.takenAt });
}

const codes = (desk: Desk, clientId: string) =>
  sql<{ code: string; contact_id: string | null }>(
    desk.db,
    'SELECT code, contact_id FROM contact_verdict WHERE client_id = ? ORDER BY judged_at, id',
  ).all(clientId);
const judged = (desk: Desk, draft: MessageDraft) => {
  const found = judgeDraft(desk, draft, desk.clock());
  if (!found) throw new Error('not here');
  return found.verdict;
};

test('[CQ62] a text whose fact is missing stands last, says which, and comes up once it is added', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, [{ channel: 'WECHAT' }]);
  const offered = () =>
    draftsFor(desk, { clientId, channel: 'WECHAT', reason: 'FRESH', factId: null })?.texts ?? [];
  expect(offered()[0]).toMatchObject({ id: 'fresh-hello', missing: ['told'], bodies: { 'zh-CN': null } });
  const fact = addFact(desk, { clientId, kind: 'PLAN', text: '明年换房', agreed: null });
  expect(offered()[0]).toMatchObject({ id: 'fresh-hello', missing: [] });
  expect(offered()[0]?.bodies['zh-CN']).toContain('明年换房');
  removeFact(desk, fact.ok ? fact.value.id : '');
  expect(offered()[0]?.missing).toEqual(['told']);
});

test('[CQ90] what is sensitive is kept only with the consent it was given with, by kind or by a word in it', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const keep = (kind: 'FAMILY' | 'PLAN', text: string, agreed: 'SAID' | 'SIGNED' | null) => {
    const added = addFact(desk, { clientId, kind, text, agreed });
    return added.ok ? readRow(desk.db, 'personalFact', added.value.id)?.data.agreed : added.error;
  };
  expect(keep('FAMILY', '父亲来过支行', null)).toBe('CONSENT_MISSING');
  expect(keep('FAMILY', '父亲来过支行', 'SAID')).toBe('SAID');
  expect(keep('PLAN', '下月做手术', null)).toBe('CONSENT_MISSING');
  expect(keep('PLAN', '下月做手术', 'SIGNED')).toBe('SIGNED');
  expect(keep('PLAN', '明年换车', 'SAID')).toBeNull();
});

test('[CQ62] a text can be filled with another fact than the newest', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const [family] =
    draftsFor(desk, { clientId, channel: 'WECHAT', reason: 'MANUAL', factId: null })?.told ?? [];
  desk.testClock.advance(hourMs);
  addFact(desk, { clientId, kind: 'PLAN', text: '明年换房', agreed: null });
  const bodyWith = (factId: string | null) =>
    draftsFor(desk, { clientId, channel: 'WECHAT', reason: 'FRESH', factId })?.texts[0]?.bodies['zh-CN'];
  expect(bodyWith(null)).toContain('明年换房');
  expect(bodyWith(family?.id ?? '')).toContain('女儿今年高考');
});

test('[CQ62] what is said is known: maturity, level and birthday only when near, notes and amounts never', () => {
  const desk = testDesk();
  const clientId = writeTo(desk, { birthDay: '1985-12-01' });
  desk.addContact(clientId, desk.clock() - 5 * dayMs, { outcome: 'COMPLAINT', note: '内部备注不外发' });
  product(desk);
  fromCentre(desk, 'holding', 'h1', {
    clientId,
    productId: 'p1',
    amountFen: 12_345_600,
    sinceDay: '2026-08-30',
    maturesOn: '2026-11-30',
    asOf: desk.clock(),
  });
  const bodies = () =>
    draftsFor(desk, { clientId, channel: 'WECHAT', reason: 'MANUAL', factId: null })
      ?.texts.map(({ bodies: both }) => `${both['zh-CN'] ?? ''}${both.en ?? ''}`)
      .join('\n') ?? '';
  expect(bodies()).toContain('11月30日');
  expect(bodies()).toContain('安心稳盈90天');
  expect(bodies()).toContain('12月1日');
  expect(bodies()).not.toMatch(/123,?456|内部备注/);
  desk.testClock.advance(-20 * dayMs);
  expect(bodies()).not.toContain('12月1日');
});

test('[CQ66] nothing is sent by itself: taking words leaves no contact, confirming leaves one with text and version', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const draft = drafted(desk, clientId);
  const taken = takeDraft(desk, { ...draft, contactId }, desk.clock());
  expect(taken).toMatchObject({ ok: true, value: { text: draft.body, phone: null } });
  expect(readRow(desk.db, 'contact', contactId)).toBeNull();
  expect(confirmSent(desk, { ...draft, contactId, taskId: null, takenAt: desk.clock() }).ok).toBe(true);
  expect(readRow(desk.db, 'contact', contactId)?.data).toMatchObject({
    channel: 'WECHAT',
    purpose: 'MARKETING',
    outcome: 'SENT',
  });
  expect(
    sql(desk.db, 'SELECT contact_id, text_id, text_version, text, is_edited FROM message').all(),
  ).toEqual([
    { contact_id: contactId, text_id: draft.textId, text_version: 1, text: draft.body, is_edited: 0 },
  ]);
  expect(codes(desk, clientId)).toEqual([{ code: 'OK', contact_id: contactId }]);
});

test('[CQ66] the same confirmation twice is one message; words nobody took are not on record', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const draft = drafted(desk, clientId);
  const untaken = { ...draft, contactId, taskId: null, takenAt: desk.clock() };
  expect(confirmSent(desk, untaken)).toEqual({ ok: false, error: 'NOT_TAKEN' });
  expect(send(desk, draft).ok).toBe(true);
  expect(confirmSent(desk, untaken)).toMatchObject({ ok: true, value: { isRepeat: true } });
  expect(sql(desk.db, 'SELECT count(*) AS n FROM message').get()).toEqual({ n: 1 });
});

test('[CQ66] words changed after they were taken into something forbidden are not on record as sent', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const draft = drafted(desk, clientId);
  const taken = takeDraft(desk, { ...draft, contactId }, desk.clock());
  expect(taken.ok).toBe(true);
  const worse = { ...draft, body: '王女士，女儿今年高考，这款保本' };
  expect(confirmSent(desk, { ...worse, contactId, taskId: null, takenAt: desk.clock() })).toEqual({
    ok: false,
    error: 'NOT_TAKEN',
  });
});

test('[CQ66] what comes in between taking and confirming does not unsend the message', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const draft = drafted(desk, clientId);
  const taken = takeDraft(desk, { ...draft, contactId }, desk.clock());
  if (!taken.ok) throw new Error('taken');
  desk.testClock.advance(60_000);
  desk.press(clientId, 'DNC');
  expect(confirmSent(desk, { ...draft, contactId, taskId: null, takenAt: taken.value.takenAt }).ok).toBe(
    true,
  );
});

test('[CQ66] within ten seconds a message is taken back by a fact of its own, and what it answered is open again', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const taskId = desk.addTask(clientId, { kind: 'THANK_YOU', dueAt: desk.clock() });
  const before = visibleState(desk, clientId);
  const draft = drafted(desk, clientId);
  expect(send(desk, draft, contactId, taskId).ok).toBe(true);
  expect(readRow(desk.db, 'task', taskId)?.data.status).toBe('DONE');
  desk.testClock.advance(undoWindowMs);
  expect(undoCall(desk, contactId)).toBe(true);
  desk.testClock.advance(-undoWindowMs);
  expect(visibleState(desk, clientId)).toEqual(before);
  expect(sql(desk.db, 'SELECT count(*) AS n FROM message').get()).toEqual({ n: 1 });
  const drafts = draftsFor(desk, { clientId, channel: 'WECHAT', reason: 'MANUAL', factId: null });
  expect(drafts?.pace).toMatchObject({ hour: 0, day: 0 });
  expect(drafts?.gates.MARKETING.code).toBe('OK');
});

test('[CQ66] a message only closes a thank-you: a callback that was promised stays promised', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const taskId = desk.addTask(clientId, { kind: 'CALLBACK', dueAt: desk.clock() + hourMs });
  send(desk, drafted(desk, clientId), contactId, taskId);
  expect(readRow(desk.db, 'task', taskId)?.data.status).toBe('OPEN');
});

test('[CP22] a sent message counts: the second of the day is refused with the cap, and the refusal is kept', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const draft = drafted(desk, clientId);
  expect(send(desk, draft).ok).toBe(true);
  const again = takeDraft(desk, { ...draft, contactId: another }, desk.clock());
  expect(again).toMatchObject({ ok: false, error: { canSend: false, contact: { code: 'CAP_DAY' } } });
  expect(codes(desk, clientId)).toEqual([
    { code: 'OK', contact_id: contactId },
    { code: 'CAP_DAY', contact_id: null },
  ]);
  const sms = drafted(desk, clientId, { channel: 'SMS', textId: 'manual-question-noted' });
  expect(judged(desk, sms).contact.code).toBe('OK');
});

test('[CP22] without consent for the channel marketing is refused, service passes', () => {
  const desk = testDesk();
  const clientId = desk.addClient({}, [{}]);
  setFriend(desk, { clientId, account: 'PERSONAL', isFriend: true });
  addFact(desk, { clientId, kind: 'PLAN', text: '明年换房', agreed: null });
  expect(judged(desk, drafted(desk, clientId)).contact.code).toBe('NO_CONSENT');
  expect(judged(desk, drafted(desk, clientId, { textId: 'manual-question-noted' })).canSend).toBe(true);
});

test.each([
  ['manual-market-letter', undefined],
  ['manual-keep-in-touch', '王女士，女儿今年高考，稳赚不赔'],
] as const)('[CP22] %s with words nobody answers for: SCRIPT_UNREVIEWED', (textId, body) => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const verdict = judged(desk, drafted(desk, clientId, { textId, ...(body && { body }) }));
  expect(verdict).toMatchObject({ canSend: false, contact: { code: 'SCRIPT_UNREVIEWED', ruleId: 'CP12' } });
});

test('[CQ65] a product typed into a message meets the product gate; the verdict is kept, article and all', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  product(desk);
  const draft = drafted(desk, clientId, { body: '王女士，女儿今年高考，安心稳盈可以看看' });
  const refused = takeDraft(desk, { ...draft, contactId }, desk.clock());
  expect(refused).toMatchObject({
    ok: false,
    error: {
      canSend: false,
      problems: [],
      products: [{ productName: '安心稳盈90天', rule: { id: 'RK28' } }],
    },
  });
  expect(sql(desk.db, 'SELECT action, place, use, product_id FROM verdict').all()).toEqual([
    { action: 'MENTION', place: 'DRAFT', use: 'GATE', product_id: 'p1' },
  ]);
});

test('[CQ65] that a holding matures is news of it, not an offer', () => {
  const desk = testDesk();
  const clientId = writeTo(desk, { capacity: 'FULL' });
  product(desk);
  fromCentre(desk, 'holding', 'h1', {
    clientId,
    productId: 'p1',
    amountFen: 100_000,
    sinceDay: '2026-08-30',
    maturesOn: '2026-11-30',
    asOf: desk.clock(),
  });
  const verdict = judged(desk, drafted(desk, clientId, { textId: 'maturity-product' }));
  expect(verdict.products).toEqual([]);
  expect(verdict.canSend).toBe(true);
});

test('[CQ64] the number of an SMS is given out with the words only, and that look is on record', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const draft = drafted(desk, clientId, { channel: 'SMS', textId: 'manual-question-noted' });
  const reveals = () => sql<{ n: number }>(desk.db, 'SELECT count(*) AS n FROM reveal').get()?.n;
  expect(judged(desk, draft).canSend).toBe(true);
  expect(reveals()).toBe(0);
  const taken = takeDraft(desk, { ...draft, contactId }, desk.clock());
  expect(taken).toMatchObject({ ok: true, value: { phone: '13800000001' } });
  expect(taken.ok && taken.value.text.endsWith('拒收请回复R')).toBe(true);
  expect(reveals()).toBe(1);
});

test('[CQ67] a WeChat message goes to a contact of one’s own account; a full account takes nobody more', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  setFriend(desk, { clientId, account: 'WECOM', isFriend: false });
  expect(judged(desk, drafted(desk, clientId))).toMatchObject({ canSend: false, isReachable: false });
  setFriend(desk, { clientId, account: 'PERSONAL', isFriend: true });
  expect(judged(desk, drafted(desk, clientId)).canSend).toBe(true);
  fillAccount(desk, 4999);
  expect(setFriend(desk, { clientId: desk.addClient(), account: 'PERSONAL', isFriend: true })).toEqual({
    ok: false,
    error: 'ACCOUNT_FULL',
  });
  expect(setFriend(desk, { clientId, account: 'PERSONAL', isFriend: false }).ok).toBe(true);
  expect(setFriend(desk, { clientId: desk.addClient(), account: 'PERSONAL', isFriend: true }).ok).toBe(true);
});

test('[CQ67] the pace counts this hour and this day on the channel', () => {
  const desk = testDesk();
  const first = writeTo(desk);
  send(desk, drafted(desk, first));
  desk.testClock.advance(61 * 60_000);
  const second = writeTo(desk, { phone: '+8613800000002' });
  send(desk, drafted(desk, second), another);
  const pace = (channel: 'WECHAT' | 'SMS') =>
    draftsFor(desk, { clientId: first, channel, reason: 'MANUAL', factId: null })?.pace;
  expect(pace('WECHAT')).toMatchObject({ hour: 1, day: 2 });
  expect(pace('SMS')).toMatchObject({ hour: 0, day: 0 });
});

function product(desk: Desk): void {
  confirmed(desk, 'product', 'p1', {
    code: 'AX-WY90',
    name: '安心稳盈90天',
    kind: 'BANK_WEALTH',
    regime: 'NFRA',
    issuer: '示例理财',
    issuerRating: 'R2',
    sellerRating: 'R2',
    minAmountFen: 1_000_000,
    termDays: 90,
    status: 'ON_SALE',
    isPrivate: false,
    cover: 'PERSONAL',
    riskText: '净值可能波动。',
  });
}

function fillAccount({ db, me, clock }: Desk, count: number): void {
  throughGate(db, () => {
    for (let index = 0; index < count; index += 1) {
      const clientId = `friend-${index}`;
      const data = {
        clientId,
        managerId: me.managerId,
        account: 'PERSONAL',
        isFriend: true,
        recordedAt: clock(),
      } as const;
      writeRow(db, 'wechatFriend', `f-${index}`, data, {
        scope: `client:${clientId}`,
        seq: 1,
        hashHi: 0,
        hashLo: 0,
      });
    }
  });
}

test('[CQ86] a reply is noted on a message by a fact, taken back by another, and counted in the rate of its kind', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  expect(noteReply(desk, contactId, true)).toBe(false);
  send(desk, drafted(desk, clientId));
  const personal = () => replyRates(desk).kinds.PERSONAL;
  expect(personal()).toEqual({ sent: 1, replied: 0 });
  expect([noteReply(desk, contactId, true), noteReply(desk, contactId, true)]).toEqual([true, true]);
  expect(personal()).toEqual({ sent: 1, replied: 1 });
  expect(sql(desk.db, 'SELECT 1 FROM message_reply').all()).toHaveLength(1);
  desk.testClock.advance(1000);
  noteReply(desk, contactId, false);
  expect(personal()).toEqual({ sent: 1, replied: 0 });
  undoCall(desk, contactId);
  expect(personal()).toEqual({ sent: 0, replied: 0 });
});

test('[CQ85] near a holiday greetings are offered, a mass one and one with a fact, under the same caps; else none', () => {
  const desk = testDesk();
  const clientId = writeTo(desk);
  const greetings = () =>
    (draftsFor(desk, { clientId, channel: 'SMS', reason: 'MANUAL', factId: null })?.texts ?? []).filter(
      ({ id }) => id.startsWith('holiday'),
    );
  expect(greetings()).toEqual([]);
  desk.testClock.set(Date.parse('2027-02-05T10:00:00+08:00'));
  expect(greetings().map(({ kind, bodies }) => [kind, bodies['zh-CN']?.includes('春节')])).toEqual([
    ['MASS', true],
    ['PERSONAL', true],
  ]);
  const greeting = drafted(desk, clientId, { channel: 'SMS', textId: 'holiday-greeting' });
  expect(send(desk, greeting).ok).toBe(true);
  expect(judged(desk, greeting).contact.code).toBe('CAP_DAY');
});
