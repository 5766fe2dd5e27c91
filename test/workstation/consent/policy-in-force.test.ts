import { expect, test } from 'vitest';
import { dayMs, hourMs, type Instant } from '#core/base/time.ts';
import type { ContactPolicy } from '#core/consent/policy.ts';
import type { RuleKind } from '#core/risk/rule-version.ts';
import { derive } from '#db/changes/derive.ts';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import { judgeContactsBy } from '#db/queries/contact-rules.ts';
import { tierField } from '#core/sync/fields.ts';
import { readTail } from '#db/queries/call-facts.ts';
import { listOverContacts } from '#db/queries/over-contacts.ts';
import contactPolicy from '#resources/contact-policy-v1.json' with { type: 'json' };
import callScripts from '#resources/call-scripts-v1.json' with { type: 'json' };
import { enrolOnPaper, publishedVersion } from '#test/support/published.ts';
import { testDesk, type Desk } from '#test/workstation/calls/desk.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { isCallableTime } from '#workstation/calls/log.ts';
import { rerank } from '#workstation/calls/queue.ts';
import { contactBudgetOf } from '#workstation/clients/budget.ts';
import { judgeAsk, readSubject } from '#workstation/consent/gate.ts';
import { policiesOf } from '#workstation/consent/rules.ts';

const phone = { channel: 'PHONE', purpose: 'MARKETING', reason: 'FRESH' } as const;

/** A desk that knows the institution's key, Monday 10:00, as a session opens it. */
function deskOfBranch(): Desk {
  const desk = testDesk();
  enrolOnPaper(desk);
  judgeContactsBy(desk.db, () => policiesOf(desk.db));
  return desk;
}

function publish(
  desk: Desk,
  kind: RuleKind,
  { content, from }: { content: object | string; from: Instant },
): void {
  const name = kind === 'CONTACT_POLICY' ? 'contact-policy' : 'call-scripts';
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const dated = { number: 2, effectiveFrom: from, publishedAt: desk.clock() };
  publishedVersion(desk, { kind, name, ...dated, content: text });
  const { id } = sql<{ id: string }>(desk.db, 'SELECT id FROM rule_version').get() ?? { id: '' };
  throughGate(desk.db, () => derive(desk.db, [{ entity: 'ruleVersion', id }], desk.clock()));
}

/** The policy as it ships, with calling hours and caps of its own. */
const narrow = {
  ...contactPolicy,
  version: 2,
  channels: {
    ...contactPolicy.channels,
    PHONE: {
      ...contactPolicy.channels.PHONE,
      hours: {
        MARKETING: { workday: [[660, 720]], restDay: [] },
        SERVICE: { workday: [[600, 720]], restDay: [] },
      },
      caps: [{ code: 'CAP_DAY', counts: 'ATTEMPTS', max: 1, appliesTo: 'MARKETING' }],
    },
  },
};

function verdictOf(desk: Desk, clientId: string, ask: Parameters<typeof judgeAsk>[1] = phone) {
  const subject = readSubject(desk, clientId);
  if (!subject) throw new Error('no client');
  const { code, policyVersion } = judgeAsk(subject, ask, desk.clock());
  return [code, policyVersion];
}

test('[CP25] a published policy judges from its date: gate, budget, agreed times and queue', () => {
  const desk = deskOfBranch();
  const clientId = desk.addClient();
  const tomorrow = desk.clock() + dayMs;
  publish(desk, 'CONTACT_POLICY', { content: narrow, from: tomorrow });
  const left = () => contactBudgetOf(desk, clientId)?.lines.find(({ channel }) => channel === 'PHONE')?.today;
  expect([verdictOf(desk, clientId), left()]).toEqual([['OK', 1], 2]);
  expect(rerank(desk, 8).map(({ verdict }) => verdict.code)).toEqual(['OK']);
  expect(isCallableTime(desk, tomorrow - dayMs + 8 * hourMs)).toBe(true);
  expect(isCallableTime(desk, tomorrow + 8 * hourMs)).toBe(false);
  desk.testClock.set(tomorrow);
  expect([verdictOf(desk, clientId), left()]).toEqual([['QUIET_HOURS', 2], 1]);
  expect(rerank(desk, 8).map(({ verdict }) => verdict.code)).toEqual(['QUIET_HOURS']);
});

test('[CP25] what the institution did not sign changes nothing', () => {
  const desk = testDesk();
  enrolOnPaper(desk, null);
  const clientId = desk.addClient();
  publish(desk, 'CONTACT_POLICY', { content: narrow, from: desk.clock() });
  expect(verdictOf(desk, clientId)).toEqual(['OK', 1]);
});

test('[CP25] a policy in force that this program cannot read stops marketing, and service goes on by the one before', () => {
  const desk = deskOfBranch();
  const clientId = desk.addClient();
  const content = '{"id":"contact-policy","version":2,"of":"a later program"}';
  publish(desk, 'CONTACT_POLICY', { content, from: desk.clock() });
  expect(verdictOf(desk, clientId)).toEqual(['POLICY_UNREADABLE', 1]);
  expect(verdictOf(desk, clientId, { ...phone, purpose: 'SERVICE' })).toEqual(['OK', 1]);
  expect(rerank(desk, 8).map(({ verdict }) => verdict.code)).toEqual(['POLICY_UNREADABLE']);
});

test('[CP25] a policy that arrives late judges what was done since it is in force, and nothing before', () => {
  const desk = deskOfBranch();
  const before = desk.addClient();
  const after = desk.addClient({ phone: '+8613800000002' });
  const noon = desk.clock();
  desk.addContact(before, noon - 1);
  const since = desk.addContact(after, noon);
  const over = () =>
    listOverContacts(desk.db, desk.me.managerId, 0).map(({ contactId, code, policyVersion }) => [
      contactId,
      code,
      policyVersion,
    ]);
  expect(over()).toEqual([]);
  desk.testClock.advance(hourMs);
  publish(desk, 'CONTACT_POLICY', { content: narrow, from: noon });
  expect(over()).toEqual([[since, 'QUIET_HOURS', 2]]);
});

test('[CQ84] published call scripts are the ones spoken and judged from their date', () => {
  const desk = deskOfBranch();
  const clientId = desk.addClient();
  const lines = [{ 'zh-CN': '新的开场白。', en: 'A new opening.' }];
  const script = { reviewedOn: null as string | null, lines };
  const scripts = { ...callScripts.scripts, MANUAL: script, FRESH: { ...script, reviewedOn: '2026-11-20' } };
  publish(desk, 'CALL_SCRIPTS', { content: { ...callScripts, version: 2, scripts }, from: desk.clock() });
  const card = buildCard(desk, clientId, null);
  expect(card?.script.version).toBe(2);
  expect(card?.verdict.code).toBe('SCRIPT_UNREVIEWED');
  const { FRESH: fresh } = scripts;
  expect(fresh.reviewedOn).toBe('2026-11-20');
  expect(rerank(desk, 8).map(({ verdict }) => verdict.code)).toEqual(['OK']);
});

test('[CQ84] call scripts in force that this program cannot read are not spoken', () => {
  const desk = deskOfBranch();
  const clientId = desk.addClient();
  publish(desk, 'CALL_SCRIPTS', { content: '{"id":"call-scripts","version":2}', from: desk.clock() });
  expect(buildCard(desk, clientId, null)?.verdict.code).toBe('SCRIPT_UNREVIEWED');
});

test('[CP24] a member of a group without marketing enters no marketing queue and is served', () => {
  const desk = deskOfBranch();
  const member = desk.addClient();
  const other = desk.addClient({ phone: '+8613800000002' });
  const task = desk.addTask(member, { kind: 'FOLLOW_UP', dueAt: desk.clock() - hourMs });
  const [group] = (contactPolicy as unknown as ContactPolicy).marketingFree;
  const tagId = desk.newId();
  const queued = () => rerank(desk, 8).map(({ candidate }) => [candidate.clientId, candidate.taskId]);
  expect(queued().map(([id]) => id)).toEqual([member, other]);
  desk.tag(tagId, member, group?.tag ?? '');
  expect(queued()).toEqual([[other, null]]);
  expect(verdictOf(desk, member)).toEqual(['NO_MARKETING_GROUP', 1]);
  expect(verdictOf(desk, member, { ...phone, purpose: 'SERVICE' })).toEqual(['OK', 1]);
  desk.untag(tagId);
  expect(queued()).toEqual([
    [member, task],
    [other, null],
  ]);
});

test('[CP24] members of such a group do not use up the look at the head of the long tail', () => {
  const desk = deskOfBranch();
  const [group] = (contactPolicy as unknown as ContactPolicy).marketingFree;
  for (let count = 1; count < 4; count += 1) {
    desk.tag(desk.newId(), desk.addClient({ phone: `+861380000001${count}` }), group?.tag ?? '');
  }
  const other = desk.addClient();
  const scope = { managerId: desk.me.managerId, now: desk.clock() };
  const tiers = [...tierField.options];
  expect(readTail(desk.db, scope, { tiers, limit: 1 }).clientIds).toEqual([other]);
});

test('[CP24] a marketing contact made while the tag stood is shown as one that should not have been', () => {
  const desk = deskOfBranch();
  const member = desk.addClient();
  const [group] = (contactPolicy as unknown as ContactPolicy).marketingFree;
  desk.addContact(member, desk.clock() - hourMs / 2);
  desk.tag(desk.newId(), member, group?.tag ?? '');
  expect(listOverContacts(desk.db, desk.me.managerId, 0)).toEqual([]);
  desk.testClock.advance(dayMs);
  const contactId = desk.addContact(member, desk.clock() - hourMs / 2);
  expect(listOverContacts(desk.db, desk.me.managerId, 0)).toMatchObject([
    { contactId, code: 'NO_MARKETING_GROUP', ruleId: 'CP24' },
  ]);
});
