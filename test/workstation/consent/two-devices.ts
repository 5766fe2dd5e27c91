import { minuteMs, type Instant } from '#core/base/time.ts';
import type { Outcome } from '#core/calls/contact.ts';
import type { Channel } from '#core/consent/policy.ts';
import type { Entity } from '#core/sync/entities.ts';
import { scopeOf } from '#core/sync/entities.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { logCall } from '#workstation/calls/log.ts';
import { undoCall } from '#workstation/calls/undo.ts';
import { judgeAsk, readSubject, verdictToKeep } from '#workstation/consent/gate.ts';
import { salonContact, salonGate } from '#workstation/events/salon-gate.ts';
import { commit } from '#workstation/station.ts';
import { clientRow } from '#test/support/rows.ts';
import { testStation, type TestStation } from '#test/support/station.ts';
import { freshStore } from '#test/support/store.ts';

export const clientId = '01940000-0000-7000-8000-00000000c001';

/** One thing somebody does on one of the devices, some minutes after what was done before. */
export interface Act {
  readonly device: 0 | 1;
  readonly waitMinutes: number;
  readonly what:
    | { readonly kind: 'CALL'; readonly outcome: Outcome; readonly reason: 'FRESH' | 'MATURITY' }
    | { readonly kind: 'SMS' | 'WECHAT' | 'INVITE' | 'WITHDRAW' | 'DNC' | 'CONSENT' | 'UNDO' | 'NEW_NUMBER' };
}

interface SharedRow {
  readonly entity: Entity;
  readonly id: string;
  data: Record<string, unknown>;
}

/** What both devices know before they lose the network: a client who agreed to everything. */
function baseRows(start: Instant): SharedRow[] {
  const data = clientRow({ name: '王晓明', phone: '+8613800000001' });
  const consent = {
    clientId,
    channel: null,
    purpose: 'MARKETING',
    given: true,
    evidence: 'form',
    recordedBy: data.ownerManagerId,
    recordedAt: start - 1000 * minuteMs,
    expiresAt: null,
  };
  return [
    { entity: 'client', id: clientId, data },
    { entity: 'consent', id: '01940000-0000-7000-8000-00000000c0a5', data: consent },
  ];
}

/** Plays acts on two devices without a network, and returns what both together know afterwards. */
export function playApart(acts: readonly Act[]): { readonly rows: SharedRow[]; readonly end: Instant } {
  const devices = [testStation(quickStore(), 1), testStation(quickStore(), 2)] as const;
  let now = devices[0].clock();
  const base = baseRows(now);
  for (const { db } of devices) take(db, base, now);
  let typed = 0;
  for (const { device, waitMinutes, what } of acts) {
    now += waitMinutes * minuteMs;
    const station = devices[device];
    station.testClock.set(now);
    typed += 1;
    perform(station, what, `01949999-0000-7000-8000-${String(typed).padStart(12, '0')}`);
  }
  return {
    rows: merged(
      base,
      devices.flatMap(({ db }) => outboxOf(db)),
    ),
    end: now,
  };
}

/** A store that does not wait for the disk: these tests ask what is known, not what survives. */
export function quickStore(): WritableDb {
  const db = freshStore();
  db.pragma('synchronous = OFF');
  return db;
}

/** Puts rows into a store as the centre would send them, in the order given. */
export function take(db: WritableDb, rows: readonly SharedRow[], now: Instant): void {
  const images = rows.map(({ entity, id, data }, index) => {
    return { entity, id, data, scope: scopeOf(entity, id, data), seq: index + 1 };
  });
  applyConfirmed(db, images, now);
}

function perform(station: TestStation, what: Act['what'], id: string): void {
  switch (what.kind) {
    case 'CALL':
      return call(station, what, id);
    case 'SMS':
    case 'WECHAT':
      return message(station, what.kind, id);
    case 'INVITE':
      return invite(station);
    case 'UNDO':
      return void (lastCallOf(station) && undoCall(station, lastCallOf(station) ?? ''));
    case 'NEW_NUMBER': {
      const phone = `+86138${id.slice(-8)}`;
      const patch = { phone, phoneUsable: true };
      return commit(station, 'client.correct', [{ op: 'patch', entity: 'client', id: clientId, patch }]);
    }
    default:
      return ledgerEntry(station, what.kind);
  }
}

function call(
  station: TestStation,
  { outcome, reason }: { outcome: Outcome; reason: 'FRESH' | 'MATURITY' },
  id: string,
) {
  const complaint = sql<{ id: string }>(
    station.db,
    "SELECT id FROM task WHERE kind = 'COMPLAINT' AND status = 'OPEN'",
  ).get();
  const taskId = reason === 'MATURITY' && outcome === 'DONE_SERVICE' ? (complaint?.id ?? null) : null;
  const startedAt = station.clock();
  logCall(station, {
    contactId: id,
    clientId,
    outcome,
    reason,
    taskId,
    note: '',
    followUpAt: null,
    startedAt,
  });
}

function message(station: TestStation, channel: Channel, contactId: string): void {
  const subject = readSubject(station, clientId);
  if (!subject) return;
  const at = station.clock();
  const ask = { channel, purpose: 'MARKETING', reason: 'FRESH' } as const;
  const verdict = judgeAsk(subject, ask, at);
  if (!verdict.allowed) return;
  const told = { outcome: 'SENT', note: '', startedAt: at, endedAt: at, taskId: null } as const;
  const data = { clientId, managerId: station.me.managerId, ...ask, ...told };
  commit(station, 'message.send', [
    { op: 'create', entity: 'contact', id: contactId, data },
    ...verdictToKeep(station, { subject, ask, verdict, at, contactId }),
  ]);
}

function invite(station: TestStation): void {
  const subject = readSubject(station, clientId);
  if (!subject) return;
  const salon = salonGate(station, { clientId, client: subject.client, from: 'LIST' });
  if (salon.code === null) commit(station, 'guest.invite', salonContact(station, salon));
}

function ledgerEntry(station: TestStation, kind: 'WITHDRAW' | 'DNC' | 'CONSENT' | string): void {
  const purpose = kind === 'DNC' ? null : 'MARKETING';
  const data = {
    clientId,
    channel: null,
    purpose,
    given: kind === 'CONSENT',
    evidence: 'letter',
    recordedBy: station.me.managerId,
    recordedAt: station.clock(),
    expiresAt: null,
  } as const;
  commit(station, 'consent.record', [{ op: 'create', entity: 'consent', id: station.newId(), data }]);
}

function lastCallOf({ db }: TestStation): string | undefined {
  const text = "SELECT id FROM contact WHERE channel = 'PHONE' ORDER BY started_at DESC, id DESC LIMIT 1";
  return sql<{ id: string }>(db, text).get()?.id;
}

interface Intent {
  readonly entity: Entity;
  readonly id: string;
  readonly op: string;
  readonly patch: string;
  readonly hlc: string;
}

function outboxOf(db: WritableDb): Intent[] {
  return sql<Intent>(db, 'SELECT entity, row_id AS id, op, patch, hlc FROM outbox ORDER BY position').all();
}

/** Field by field the later intent wins, as at the centre. */
function merged(base: readonly SharedRow[], intents: readonly Intent[]): SharedRow[] {
  const rows = new Map(base.map((row) => [`${row.entity} ${row.id}`, { ...row, data: { ...row.data } }]));
  for (const { entity, id, patch } of [...intents].sort((a, b) => (a.hlc < b.hlc ? -1 : 1))) {
    const fields = JSON.parse(patch) as Record<string, unknown>;
    const row = rows.get(`${entity} ${id}`);
    if (row) Object.assign(row.data, fields);
    else rows.set(`${entity} ${id}`, { entity, id, data: fields });
  }
  return [...rows.values()];
}
