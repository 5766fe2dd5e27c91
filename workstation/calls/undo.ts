import type { UndoableCall } from '#core/api/calls.ts';
import type { Instant } from '#core/base/time.ts';
import type { ContactFields } from '#core/calls/contact.ts';
import { isMovable, type Consequences } from '#core/calls/follow-up.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import { consentedChannels, consentStanding } from '#core/consent/ledger.ts';
import { channelField } from '#core/sync/fields.ts';
import type { GuestFields } from '#core/events/event.ts';
import { forgetUndo, type CallUndo } from '#db/changes/call-undo.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { tasksFromContact } from '#db/queries/calls.ts';
import { newestUndo, readUndo } from '#db/queries/call-notes.ts';
import { readRow } from '#db/rows.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import { commit, commitBeside, type Station } from '#workstation/station.ts';

/** How long a logged call may be taken back, in milliseconds. */
export const undoWindowMs = 10_000;

interface Logged {
  readonly contactId: string;
  readonly contact: ContactFields;
  readonly subject: ContactSubject;
  readonly consequences: Consequences;
  readonly changes: readonly RowChange[];
}

/**
 * Says what takes a call back exactly, until ten seconds from now; asked before the call is committed, while the old
 * values stand, and kept with it in one transaction, so that a restart within those seconds forgets nothing.
 */
export function undoOf(station: Station, logged: Logged): CallUndo {
  const { contactId } = logged;
  const at = station.clock();
  return { contactId, at, until: at + undoWindowMs, compensation: compensationOf(station, logged) };
}

/** Returns until when a call may be taken back; now when it may not (any more). */
export function undoUntil(station: Station, contactId: string): Instant {
  return standingUndo(station, contactId)?.until ?? station.clock();
}

/** Returns the newest call of this workstation that may still be taken back, for a screen that has just opened. */
export function undoable(station: Station): UndoableCall | null {
  const newest = newestUndo(station.db);
  const undo = newest && standingUndo(station, newest.contactId);
  if (!newest || !undo) return null;
  const tasks = tasksFromContact(station.db, newest.clientId, newest.contactId)
    .filter(({ status }) => status === 'OPEN')
    .map(({ id, kind, dueAt }) => ({ id, kind, dueAt }));
  return { ...newest, tasks, undoUntil: undo.until };
}

/**
 * Takes a call back: an undo fact, its tasks cancelled, everything it changed set back, in one group.
 * Both facts stay. Answers false when the window is over or the call was taken back already.
 */
export function undoCall(station: Station, contactId: string): boolean {
  const undo = standingUndo(station, contactId);
  const contact = readRow(station.db, 'contact', contactId)?.data;
  if (!undo || !contact) return false;
  const undoneAt = station.clock();
  const { clientId } = contact;
  const changes: RowChange[] = [
    {
      op: 'create',
      entity: 'contactUndo',
      id: station.newId(),
      data: { clientId, contactId, managerId: station.me.managerId, undoneAt },
    },
    ...cancelledTasks(station, { clientId, contactId }, undoneAt),
    ...undo.compensation,
  ];
  commitBeside(station, { command: 'call.undo', changes }, (db) => forgetUndo(db, contactId));
  return true;
}

/** Gives the dated step of a call another date; answers false when the window is over or it led to no such step. */
export function rescheduleCall(station: Station, contactId: string, dueAt: Instant): boolean {
  const contact = readRow(station.db, 'contact', contactId)?.data;
  if (!contact || !standingUndo(station, contactId)) return false;
  const [task] = tasksFromContact(station.db, contact.clientId, contactId).filter(
    ({ kind, status }) => status === 'OPEN' && isMovable(kind),
  );
  if (!task) return false;
  commit(station, 'call.reschedule', [{ op: 'patch', entity: 'task', id: task.id, patch: { dueAt } }]);
  return true;
}

function cancelledTasks(
  { db }: Station,
  of: { readonly clientId: string; readonly contactId: string },
  closedAt: Instant,
): RowChange[] {
  return tasksFromContact(db, of.clientId, of.contactId)
    .filter(({ status }) => status === 'OPEN')
    .map(({ id }) => ({ op: 'patch', entity: 'task', id, patch: { status: 'CANCELLED', closedAt } }));
}

function compensationOf(
  station: Station,
  { contactId, contact, subject, consequences, changes }: Logged,
): RowChange[] {
  const compensation: RowChange[] = consequences.closedTasks.map(({ id }) => ({
    op: 'patch',
    entity: 'task',
    id,
    patch: { status: 'OPEN', closedAt: null },
  }));
  for (const change of changes) {
    if (change.op !== 'patch') continue;
    if (change.entity === 'client') {
      compensation.push({ ...change, patch: { phoneUsable: subject.client.phoneUsable } });
    }
    if (change.entity === 'guest') {
      const before = readRow(station.db, 'guest', change.id)?.data;
      const keys = Object.keys(change.patch) as (keyof GuestFields)[];
      const patch = before && Object.fromEntries(keys.map((key) => [key, before[key]]));
      if (patch) compensation.push({ ...change, patch });
    }
  }
  for (const entry of consequences.consents) {
    for (const data of restored(entry, subject, contact.endedAt)) {
      const evidence = `undo of call:${contactId}, logged by mistake`;
      compensation.push({
        op: 'create',
        entity: 'consent',
        id: station.newId(),
        data: { ...data, evidence },
      });
    }
  }
  return compensation;
}

/**
 * New entries that bring the ledger back to what it said. Lifting a do-not-contact is one blanket entry: it
 * grants nothing by itself. A marketing withdrawal is answered channel by channel: where consent stood, it stands
 * again; where nobody had asked, an entry that has expired already takes the withdrawal back and grants nothing.
 */
function restored(entry: ConsentFields, { ledger }: ContactSubject, at: Instant): ConsentFields[] {
  const back = { ...entry, given: true, recordedAt: at + 1 };
  const { purpose } = entry;
  if (purpose === null) return [back];
  const consented = new Map(
    consentedChannels(ledger, purpose, at).map((one) => [one.channel, one.expiresAt]),
  );
  return channelField.options
    .filter((channel) => consentStanding(ledger, { channel, purpose }, at) !== 'WITHDRAWN')
    .map((channel) => {
      const expiresAt = consented.get(channel);
      return { ...back, channel, expiresAt: expiresAt === undefined ? at : expiresAt };
    });
}

/** What takes a call back while it may be; a clock set back or forward by more than the window ends it. */
function standingUndo({ db, clock }: Station, contactId: string): CallUndo | null {
  const kept = readUndo(db, contactId);
  if (kept === null) return null;
  const undo = JSON.parse(kept) as CallUndo;
  const now = clock();
  return now <= undo.until && now >= undo.at - undoWindowMs ? undo : null;
}
