import type { GuestNoteView } from '#core/api/event-after.ts';
import type { Id } from '#core/base/ids.ts';
import { hourMs, type Instant } from '#core/base/time.ts';
import type { TaskFields } from '#core/calls/contact.ts';
import type { GuestNoteFields } from '#core/events/guest-note.ts';
import { salonRules } from '#core/events/salon-rules.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { managerNames } from '#db/queries/events.ts';
import { notesOfEvent, questionsFor, type KnownNote } from '#db/queries/guest-notes.ts';
import { taskStates } from '#db/queries/risk.ts';
import { readRow } from '#db/rows.ts';
import { derivedId } from '#workstation/derived-id.ts';
import { commit, type Station } from '#workstation/station.ts';

/** What somebody wrote down about a guest. */
export interface NewNote extends Pick<GuestNoteFields, 'guestId' | 'kind' | 'text' | 'rating'> {
  /** Who answers a question; null = the host of the guest. */
  readonly ownerManagerId: Id | null;
  /** Until when; null = as soon as the firm asks for. */
  readonly dueAt: Instant | null;
}

/**
 * Keeps what a guest asked or said. A question becomes the task of who answers it: at once where that is this manager,
 * else on that manager's own workstation. Answers the note's id, or null for no such guest.
 */
export function noteGuest(station: Station, { ownerManagerId, dueAt, ...note }: NewNote): Id | null {
  const guest = readRow(station.db, 'guest', note.guestId)?.data;
  if (!guest) return null;
  const now = station.clock();
  const asked = {
    ownerManagerId: ownerManagerId ?? guest.hostManagerId,
    dueAt: dueAt ?? now + salonRules.questionDueHours * hourMs,
  };
  const owned = note.kind === 'QUESTION' ? asked : { ownerManagerId: null, dueAt: null };
  const kept = { eventId: guest.eventId, recordedBy: station.me.managerId, recordedAt: now };
  const id = station.newId();
  commit(station, 'event.ask', [
    { op: 'create', entity: 'guestNote', id, data: { ...note, ...owned, ...kept } },
  ]);
  takeQuestions(station);
  return id;
}

/**
 * Makes the tasks of questions this manager has to answer about clients of this workstation, once each: the same
 * question makes the same task on every device, and a done one is not made again. Returns how many were new.
 */
export function takeQuestions(station: Station): number {
  const { db, me } = station;
  const mine = questionsFor(db, me.managerId);
  const states = taskStates(db, mine.map(taskIdOf));
  const fresh = mine.flatMap((note): RowChange[] => {
    const { clientId } = note;
    const isHere = clientId !== null && readRow(db, 'client', clientId) !== null;
    if (!isHere || states.has(taskIdOf(note))) return [];
    return [{ op: 'create', entity: 'task', id: taskIdOf(note), data: taskOf(note, clientId, me.managerId) }];
  });
  if (fresh.length > 0) commit(station, 'event.ask', fresh);
  return fresh.length;
}

/** Returns what the guests of an event asked and said, with how far each question's task is, as far as known here. */
export function listNotes({ db }: Station, eventId: Id): GuestNoteView[] {
  const notes = notesOfEvent(db, eventId);
  const states = taskStates(db, notes.map(taskIdOf));
  const names = managerNames(db);
  return notes.map(({ clientId: _about, eventId: _event, ...note }) => ({
    ...note,
    ownerName: note.ownerManagerId === null ? null : (names.get(note.ownerManagerId) ?? null),
    recordedByName: names.get(note.recordedBy) ?? null,
    taskStatus: states.get(taskIdOf({ id: note.id })) ?? null,
  }));
}

function taskIdOf({ id }: Pick<KnownNote, 'id'>): Id {
  return derivedId('question', id);
}

function taskOf({ guestName, text, dueAt, recordedAt }: KnownNote, clientId: Id, managerId: Id): TaskFields {
  return {
    clientId,
    managerId,
    kind: 'FOLLOW_UP',
    dueAt: dueAt ?? recordedAt,
    text: `${guestName}：${text}`,
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  };
}
