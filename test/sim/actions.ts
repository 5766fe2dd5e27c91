import { minuteMs } from '#core/base/time.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { entities, type Entity } from '#core/sync/entities.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { sql } from '#db/handles.ts';
import { acknowledgeRefused } from '#db/changes/settle.ts';
import { readRow } from '#db/rows.ts';
import { listConflicts, listRefused } from '#db/queries/sync.ts';
import { commit } from '#workstation/station.ts';
import { decideConflict, undoDecision } from '#workstation/sync/decide.ts';
import { clientRow } from '#test/support/rows.ts';
import { hold } from '#test/sim/failure.ts';
import type { Dice } from '#test/sim/random.ts';
import type { Shown } from '#test/sim/typed.ts';
import type { Workstation } from '#test/sim/workstation.ts';

/** What a person's hands need: one machine, dice for this action alone, and words that were never used before. */
export interface Hands {
  readonly at: Workstation;
  readonly dice: Dice;
  readonly managerIds: readonly string[];
  /** How likely this person works on the rows everybody works on. */
  readonly crowd: number;
  /** A text that occurs nowhere else in this schedule. */
  readonly word: () => string;
  readonly newId: () => string;
  /** Notes a row as it is on the screen of whoever is about to change it. */
  readonly see: (key: string, row: Shown) => void;
  /** Notes that a person has read and given up a refused change. */
  readonly forgo: (mid: string) => void;
}

/** Does it; returns what was done in words, or null where there was nothing to do it on. */
export type Action = (hands: Hands) => string | null;

/** What people do, by name. */
export const actions = {
  addClient: (hands) => {
    const id = hands.newId();
    const name = hands.word();
    const data = clientRow({ name, city: hands.word(), ownerManagerId: hands.at.owner.managerId });
    const changes: RowChange[] = [{ op: 'create', entity: 'client', id, data }];
    if (hands.dice.chance(0.4)) changes.push(task(hands, id));
    commitSeen(hands, 'client.add', changes);
    return `adds client ${short(id)} ${name}`;
  },
  editClient: (hands) => {
    const id = pick(hands, 'client');
    if (!id) return null;
    const fields = ['city', 'occupation', 'otherPlatforms', 'name'] as const;
    const field = hands.dice.chance(hands.crowd) ? 'city' : hands.dice.pick(fields);
    const patch: Record<string, string> = { [field]: hands.word() };
    if (hands.dice.chance(0.2)) patch[hands.dice.pick(fields)] = hands.word();
    commitSeen(hands, 'client.correct', [{ op: 'patch', entity: 'client', id, patch }]);
    return `edits client ${short(id)} ${JSON.stringify(patch)}`;
  },
  claimClient: (hands) => {
    const id = pick(hands, 'client');
    if (!id) return null;
    const patch = { ownerManagerId: hands.dice.pick(hands.managerIds) };
    commitSeen(hands, 'client.claim', [{ op: 'patch', entity: 'client', id, patch }]);
    return `claims client ${short(id)} for ${short(patch.ownerManagerId)}`;
  },
  deleteClient: (hands) => remove(hands, 'client'),
  addTask: (hands) => {
    const clientId = pick(hands, 'client');
    if (!clientId) return null;
    const change = task(hands, clientId);
    commitSeen(hands, 'task.add', [change]);
    return `adds task ${short(change.id)} for client ${short(clientId)}`;
  },
  editTask: (hands) => {
    const id = pick(hands, 'task');
    if (!id) return null;
    const patch = hands.dice.chance(0.7)
      ? { text: hands.word() }
      : { status: 'DONE' as const, closedAt: hands.at.clock() };
    commitSeen(hands, 'task.edit', [{ op: 'patch', entity: 'task', id, patch }]);
    return `edits task ${short(id)} ${JSON.stringify(patch)}`;
  },
  deleteTask: (hands) => remove(hands, 'task'),
  tag: (hands) => {
    const clientId = pick(hands, 'client');
    if (!clientId) return null;
    const id = hands.newId();
    const data = {
      clientId,
      name: hands.word(),
      setBy: hands.at.owner.managerId,
      setAt: hands.at.clock(),
      expiresAt: null,
    };
    commitSeen(hands, 'client.tag', [{ op: 'create', entity: 'tag', id, data }]);
    return `tags client ${short(clientId)} with ${data.name}`;
  },
  renameTag: (hands) => {
    const id = pick(hands, 'tag');
    if (!id) return null;
    const patch = { name: hands.word() };
    commitSeen(hands, 'tag.rename', [{ op: 'patch', entity: 'tag', id, patch }]);
    return `renames tag ${short(id)} ${patch.name}`;
  },
  retag: (hands) => {
    const old = pick(hands, 'tag');
    if (!old) return null;
    const { clientId } = sql<{ clientId: string }>(
      hands.at.db,
      'SELECT client_id AS clientId FROM tag WHERE id = ?',
    ).get(old) ?? { clientId: '' };
    const id = hands.newId();
    const data = {
      clientId,
      name: hands.word(),
      setBy: hands.at.owner.managerId,
      setAt: hands.at.clock(),
      expiresAt: null,
    };
    commitSeen(hands, 'client.retag', [
      { op: 'delete', entity: 'tag', id: old },
      { op: 'create', entity: 'tag', id, data },
    ]);
    return `removes tag ${short(old)} and sets ${short(id)} ${data.name} in one command`;
  },
  note: (hands) => {
    const clientId = pick(hands, 'client');
    if (!clientId) return null;
    const isBroken = hands.dice.chance(0.06);
    const text = `${hands.word()}${isBroken ? '\0' : ''}`;
    const data = { clientId, managerId: hands.at.owner.managerId, text, writtenAt: hands.at.clock() };
    const id = hands.newId();
    commitSeen(hands, 'client.note', [{ op: 'create', entity: 'note', id, data }]);
    return `writes ${isBroken ? 'an unstorable note' : 'note'} ${short(id)} on client ${short(clientId)}`;
  },
  call: (hands) => {
    const clientId = pick(hands, 'client');
    if (!clientId) return null;
    const contact = contactOf(hands, clientId);
    const changes: RowChange[] = [contact, task(hands, clientId, contact.id)];
    if (hands.dice.chance(0.15)) changes.push(consent(hands, clientId, false));
    if (hands.dice.chance(0.08)) changes.push(unstorableNote(hands, clientId));
    commitSeen(hands, 'call.log', changes);
    return `logs call ${short(contact.id)} with client ${short(clientId)} (${changes.length} rows)`;
  },
  undoCall: (hands) => {
    const contactId = pick(hands, 'contact');
    if (!contactId) return null;
    const { clientId } = sql<{ clientId: string }>(
      hands.at.db,
      'SELECT client_id AS clientId FROM contact WHERE id = ?',
    ).get(contactId) ?? { clientId: '' };
    const data = { clientId, contactId, managerId: hands.at.owner.managerId, undoneAt: hands.at.clock() };
    commitSeen(hands, 'call.undo', [{ op: 'create', entity: 'contactUndo', id: hands.newId(), data }]);
    return `undoes call ${short(contactId)}`;
  },
  withdraw: (hands) => {
    const clientId = pick(hands, 'client');
    if (!clientId) return null;
    commitSeen(hands, 'consent.withdraw', [consent(hands, clientId, false)]);
    return `withdraws consent of client ${short(clientId)}`;
  },
  addEvent: (hands) => {
    const id = hands.newId();
    const at = hands.at.clock();
    const data = {
      title: hands.word(),
      city: '上海',
      venue: hands.word(),
      startsAt: at,
      endsAt: at + 60 * minuteMs,
      capacity: 20,
      isProductTalk: false,
      productIds: [],
      hostManagerIds: hosts(hands),
      agenda: '',
      status: 'OPEN' as const,
      ticketKey: null,
    };
    commitSeen(hands, 'event.add', [{ op: 'create', entity: 'event', id, data }, guest(hands, id)]);
    return `adds event ${short(id)} for ${data.hostManagerIds.map(short).join(' ')}`;
  },
  editEvent: (hands) => {
    const id = pick(hands, 'event');
    if (!id) return null;
    const patch = hands.dice.chance(0.65) ? { agenda: hands.word() } : { hostManagerIds: hosts(hands) };
    commitSeen(hands, 'event.edit', [{ op: 'patch', entity: 'event', id, patch }]);
    return `edits event ${short(id)} ${JSON.stringify(patch)}`;
  },
  deleteEvent: (hands) => remove(hands, 'event'),
  addGuest: (hands) => {
    const eventId = pick(hands, 'event');
    if (!eventId) return null;
    const change = guest(hands, eventId);
    commitSeen(hands, 'guest.add', [change]);
    return `adds guest ${short(change.id)} to event ${short(eventId)}`;
  },
  editGuest: (hands) => {
    const id = pick(hands, 'guest');
    if (!id) return null;
    const patch = hands.dice.chance(0.6)
      ? { name: hands.word() }
      : { state: 'accepted' as const, stateAt: hands.at.clock() };
    commitSeen(hands, 'guest.edit', [{ op: 'patch', entity: 'guest', id, patch }]);
    return `edits guest ${short(id)} ${JSON.stringify(patch)}`;
  },
  deleteGuest: (hands) => remove(hands, 'guest'),
  checkIn: (hands) => {
    const guestId = pick(hands, 'guest');
    if (!guestId) return null;
    const { eventId } = sql<{ eventId: string }>(
      hands.at.db,
      'SELECT event_id AS eventId FROM guest WHERE id = ?',
    ).get(guestId) ?? { eventId: '' };
    const data = {
      eventId,
      guestId,
      kind: hands.dice.pick(['IN', 'IN', 'OUT', 'UNDO'] as const),
      answers: null,
      at: hands.at.clock(),
      desk: hands.word(),
      managerId: hands.at.owner.managerId,
      method: 'SEARCH' as const,
      overrideReason: null,
    };
    commitSeen(hands, 'event.checkIn', [{ op: 'create', entity: 'checkIn', id: hands.newId(), data }]);
    return `notes ${data.kind} of guest ${short(guestId)}`;
  },
  editMany: (hands) => {
    const clientId = pick(hands, 'client');
    if (!clientId) return null;
    const changes: RowChange[] = [
      { op: 'patch', entity: 'client', id: clientId, patch: { city: hands.word() } },
      task(hands, clientId),
    ];
    const other = pick(hands, 'task');
    if (other) changes.push({ op: 'patch', entity: 'task', id: other, patch: { text: hands.word() } });
    if (hands.dice.chance(0.25)) changes.push(unstorableNote(hands, clientId));
    commitSeen(hands, 'client.many', changes);
    return `changes ${changes.length} rows about client ${short(clientId)} in one command`;
  },
  decide: ({ at, dice, see }) => {
    const open = listConflicts(at.db);
    if (open.length === 0) return null;
    const { id, field, entity, rowId } = dice.pick(open);
    if (entity in entities) see(`${entity} ${rowId}`, readRow(at.db, entity as Entity, rowId)?.data ?? {});
    const take = dice.chance(0.7) ? 'loser' : 'winner';
    const before = valueAt(at, { entity, rowId, field });
    if (!decideConflict(at.station, id, take)) return null;
    at.decided = { id, entity, rowId, field, before, after: valueAt(at, { entity, rowId, field }) };
    return `takes the ${take} of ${field}`;
  },
  takeBack: ({ at, see }) => {
    const { decided } = at;
    if (!decided) return null;
    const { entity, rowId, before, after } = decided;
    see(`${entity} ${rowId}`, readRow(at.db, entity as Entity, rowId)?.data ?? {});
    const stood = valueAt(at, decided);
    if (!undoDecision(at.station, decided.id)) return null;
    at.decided = null;
    const due = stood === after ? before : stood;
    const isOpen = listConflicts(at.db).some(({ id }) => id === decided.id);
    hold(
      isOpen && valueAt(at, decided) === due,
      'undo-compensates',
      'lost',
      () => `${at.owner.name} took a decision back and sees ${valueAt(at, decided)} instead of ${due}`,
    );
    return `takes the decision about ${decided.field} back`;
  },
  acknowledge: ({ at, dice, forgo }) => {
    const refused = listRefused(at.db);
    if (refused.length === 0) return null;
    const { mid, code } = dice.pick(refused);
    acknowledgeRefused(at.db, [mid], at.clock());
    forgo(mid);
    return `acknowledges a refused change (${code})`;
  },
  syncNow: ({ at }) => {
    void at.engine?.syncNow();
    return 'asks to sync now';
  },
  prove: ({ at }) => {
    at.engine?.prove().catch(() => undefined);
    return 'asks for the proof';
  },
} satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

/** A field as it stands on this machine, as JSON. */
function valueAt(
  { db }: Workstation,
  { entity, rowId, field }: { readonly entity: string; readonly rowId: string; readonly field: string },
): string {
  const data = entity in entities ? readRow(db, entity as Entity, rowId)?.data : undefined;
  return canonicalJson((data as Shown | undefined)?.[field] ?? null);
}

/** Commits a command as the screen does, and remembers what the person saw of the rows. */
function commitSeen(hands: Hands, command: string, changes: readonly RowChange[]): void {
  for (const { entity, id, op } of changes) {
    if (op !== 'create') hands.see(`${entity} ${id}`, readRow(hands.at.db, entity, id)?.data ?? {});
  }
  commit(hands.at.station, command, changes);
}

function pick({ at, dice, crowd }: Hands, table: string): string | null {
  const ids = sql<{ id: string }>(at.db, `SELECT id FROM ${table} ORDER BY id`).all();
  if (ids.length === 0) return null;
  // People gather round the same few rows: that is where conflicts are made.
  const among = dice.chance(crowd) ? Math.min(2, ids.length) : ids.length;
  return ids[dice.int(among)]?.id ?? null;
}

function remove(hands: Hands, entity: 'client' | 'task' | 'event' | 'guest'): string | null {
  const id = pick(hands, entity);
  if (!id) return null;
  commitSeen(hands, `${entity}.delete`, [{ op: 'delete', entity, id }]);
  return `deletes ${entity} ${short(id)}`;
}

function task({ at, word, newId }: Hands, clientId: string, fromContactId: string | null = null) {
  const data = {
    clientId,
    managerId: at.owner.managerId,
    kind: 'FOLLOW_UP' as const,
    dueAt: at.clock(),
    text: word(),
    status: 'OPEN' as const,
    fromContactId,
    closedAt: null,
  };
  return { op: 'create', entity: 'task', id: newId(), data } as const;
}

function contactOf({ at, word, newId }: Hands, clientId: string) {
  const now = at.clock();
  const data = {
    clientId,
    managerId: at.owner.managerId,
    channel: 'PHONE' as const,
    purpose: 'SERVICE' as const,
    reason: 'MANUAL' as const,
    outcome: 'CALLBACK' as const,
    note: word(),
    startedAt: now,
    endedAt: now,
    taskId: null,
  };
  return { op: 'create', entity: 'contact', id: newId(), data } as const;
}

function consent({ at, word, newId }: Hands, clientId: string, given: boolean): RowChange {
  const data = {
    clientId,
    channel: null,
    purpose: null,
    given,
    evidence: word(),
    recordedBy: at.owner.managerId,
    recordedAt: at.clock(),
    expiresAt: null,
  };
  return { op: 'create', entity: 'consent', id: newId(), data };
}

/** The store takes it, the centre cannot: PostgreSQL holds no NUL. */
function unstorableNote({ at, word, newId }: Hands, clientId: string): RowChange {
  const data = { clientId, managerId: at.owner.managerId, text: `${word()}\0`, writtenAt: at.clock() };
  return { op: 'create', entity: 'note', id: newId(), data };
}

function guest({ at, word, newId }: Hands, eventId: string) {
  const data = {
    eventId,
    clientId: null,
    name: word(),
    phone: null,
    hostManagerId: at.owner.managerId,
    plusOneOf: null,
    state: 'invited' as const,
    stateAt: at.clock(),
    invitedAt: null,
    ticketCode: null,
    revokedCodes: [],
    foreignCode: null,
    seat: null,
    invitedFrom: 'LIST' as const,
  };
  return { op: 'create', entity: 'guest', id: newId(), data } as const;
}

function hosts({ at, dice, managerIds }: Hands): string[] {
  const others = managerIds.filter((id) => id !== at.owner.managerId && dice.chance(0.7));
  return dice.chance(0.85) || others.length === 0 ? [at.owner.managerId, ...others] : others;
}

/** The end of an id: enough to tell rows apart in a trace. */
export function short(id: string): string {
  return id.slice(-4);
}
