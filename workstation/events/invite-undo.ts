import type { Id } from '#core/base/ids.ts';
import type { CallUndo } from '#db/changes/call-undo.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { readRow } from '#db/rows.ts';
import { undoWindowMs } from '#workstation/calls/undo.ts';
import type { Station } from '#workstation/station.ts';

/**
 * Says, by client, what takes an invitation made on the phone back exactly, like a call logged by mistake: who stood on
 * no list is on none again, a candidate is one again. Asked before the invitation is committed, while old values stand.
 */
export function invitationUndos(station: Station, changes: readonly RowChange[]): Map<Id, CallUndo> {
  const at = station.clock();
  const contacts = new Map(
    changes.flatMap((change): [Id, Id][] =>
      change.entity === 'contact' && change.op === 'create' ? [[change.data.clientId, change.id]] : [],
    ),
  );
  const undos = changes.flatMap((change): [Id, CallUndo][] => {
    if (change.entity !== 'guest' || change.op === 'delete') return [];
    const { id } = change;
    const before = readRow(station.db, 'guest', id)?.data;
    const clientId = change.op === 'create' ? change.data.clientId : (before?.clientId ?? null);
    const contactId = clientId === null ? undefined : contacts.get(clientId);
    if (clientId === null || contactId === undefined) return [];
    const { state, stateAt, invitedAt } = before ?? {};
    const back: RowChange = before
      ? { op: 'patch', entity: 'guest', id, patch: { state, stateAt, invitedAt } as Partial<typeof before> }
      : { op: 'delete', entity: 'guest', id };
    return [[clientId, { contactId, at, until: at + undoWindowMs, compensation: [back] }]];
  });
  return new Map(undos);
}
