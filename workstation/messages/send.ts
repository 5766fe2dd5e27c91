import type { DraftVerdict, MessageDraft } from '#core/api/messages.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { dayMs, type Instant } from '#core/base/time.ts';
import type { ContactFields } from '#core/calls/contact.ts';
import { messageTextOf, messageTexts } from '#core/messages/texts.ts';
import { keepUndo } from '#db/changes/call-undo.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { wasAllowed } from '#db/queries/messages.ts';
import { readRow } from '#db/rows.ts';
import { undoOf, undoUntil } from '#workstation/calls/undo.ts';
import { revealPhone } from '#workstation/clients/facts.ts';
import { readSubject, verdictToKeep } from '#workstation/consent/gate.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import { checkWords, judgeDraft } from '#workstation/messages/verdict.ts';
import { findingRows } from '#workstation/risk/product-gate.ts';
import { commit, commitBeside, type Station } from '#workstation/station.ts';

export type TakeInput = MessageDraft & { readonly contactId: string };
export interface Taken {
  readonly text: string;
  /** The number an SMS goes to; null on WeChat. */
  readonly phone: string | null;
  readonly takenAt: Instant;
}

/**
 * Gives out the words of a draft, once every gate lets them pass, to be copied or handed to the system's messages. The
 * verdicts are kept whichever way they went; for an SMS the number is revealed, and that is logged. Sends nothing.
 */
export function takeDraft(
  station: Station,
  input: TakeInput,
  dataAt: Instant | null,
): Result<Taken, 'NOT_FOUND' | DraftVerdict> {
  const judged = judgeDraft(station, input, dataAt);
  if (!judged) return fail('NOT_FOUND');
  const { subject, ask, verdict, findings } = judged;
  const { clientId, contactId } = input;
  const takenAt = station.clock();
  // A refused take is kept without a contact: none follows from it.
  const about = {
    subject,
    ask,
    verdict: verdict.contact,
    at: takenAt,
    contactId: verdict.canSend ? contactId : null,
  };
  const kept = [
    ...verdictToKeep(station, about),
    ...findingRows(station, { path: 'DRAFT', clientId }, findings),
  ];
  if (kept.length > 0) commit(station, 'message.take', kept);
  if (!verdict.canSend) return fail(verdict);
  const phone = input.channel === 'SMS' ? (revealPhone(station, clientId, 'DIAL')?.phone ?? null) : null;
  return ok({ text: verdict.text, phone, takenAt });
}

export type SentInput = TakeInput & { readonly taskId: string | null; readonly takenAt: Instant };
interface Sent {
  readonly contactId: string;
  readonly undoUntil: Instant;
  readonly isRepeat: boolean;
}

/**
 * Puts on record that the manager sent what he took: the contact, which counts for the caps, the words, and what the
 * message answers. It was judged when it was taken: what came in since does not unsend it. Can be taken back for ten
 * seconds like a call (undoCall).
 */
export function confirmSent(station: Station, input: SentInput): Result<Sent, 'NOT_FOUND' | 'NOT_TAKEN'> {
  const { contactId, clientId } = input;
  if (readRow(station.db, 'contact', contactId)) return ok(answer(station, contactId, true));
  const subject = readSubject(station, clientId);
  if (!subject) return fail('NOT_FOUND');
  const check = checkWords(station, subject, input);
  const isTaken = check?.problems.length === 0 && wasAllowed(station.db, clientId, contactId);
  if (!check || !isTaken) return fail('NOT_TAKEN');
  const contact = contactOf(station, input, subject);
  if (!contact) return fail('NOT_FOUND');
  const closedTasks = answeredBy(subject, contact).map((id) => ({ id, status: 'DONE' as const }));
  const changes = changesOf(station, input, { contact, check, closedTasks });
  const consequences = { newTasks: [], closedTasks, consents: [], isNumberWrong: false, guest: null };
  const undo = undoOf(station, { contactId, contact, subject, consequences, changes });
  commitBeside(station, { command: 'message.send', changes }, (db) => keepUndo(db, undo));
  return ok(answer(station, contactId, false));
}

function contactOf(station: Station, input: SentInput, { openTasks }: ContactSubject): ContactFields | null {
  const text = messageTextOf(input.textId);
  if (!text) return null;
  const now = station.clock();
  return {
    clientId: input.clientId,
    managerId: station.me.managerId,
    channel: input.channel,
    purpose: text.purpose,
    reason: text.reason,
    outcome: 'SENT',
    note: '',
    // A screen left open for days says nothing about when the words went out.
    startedAt: Math.min(now, Math.max(input.takenAt, now - dayMs)),
    endedAt: now,
    taskId: openTasks.find(({ id }) => id === input.taskId)?.id ?? null,
  };
}

/** A thank-you may be written; everything else a client waits for is said, or stands until it is done. */
function answeredBy({ openTasks }: ContactSubject, { taskId }: ContactFields): string[] {
  return openTasks.filter(({ id, kind }) => id === taskId && kind === 'THANK_YOU').map(({ id }) => id);
}

function changesOf(
  station: Station,
  input: SentInput,
  made: {
    readonly contact: ContactFields;
    readonly check: { readonly text: string; readonly isEdited: boolean };
    readonly closedTasks: readonly { readonly id: string }[];
  },
): RowChange[] {
  const { contact, check, closedTasks } = made;
  const { contactId, channel, textId, language } = input;
  const { clientId, managerId, endedAt } = contact;
  const data = {
    clientId,
    managerId,
    contactId,
    channel,
    textId,
    textVersion: messageTexts.version,
    language,
    text: check.text,
    isEdited: check.isEdited,
    sentAt: endedAt,
  };
  return [
    { op: 'create', entity: 'contact', id: contactId, data: contact },
    { op: 'create', entity: 'message', id: station.newId(), data },
    ...closedTasks.map(({ id }) => ({
      op: 'patch' as const,
      entity: 'task' as const,
      id,
      patch: { status: 'DONE' as const, closedAt: endedAt },
    })),
  ];
}

function answer(station: Station, contactId: string, isRepeat: boolean): Sent {
  return { contactId, undoUntil: undoUntil(station, contactId), isRepeat };
}
