import type { ContactFields } from '#core/calls/contact.ts';
import { consequencesOf } from '#core/calls/follow-up.ts';
import { readHlc, writeHlc } from '#core/sync/hlc.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { isMainlandWorkday } from '#core/base/workday.ts';
import { policyInUse } from '#workstation/consent/rules.ts';
import { commit, type Station } from '#workstation/station.ts';

/**
 * Keeps the outcome of a call whose client left this workstation while the call was on: the contact and what the
 * client withdrew in it, but no tasks, for they are the next manager's. It is authored at the moment the call began,
 * when the client was still here, so that the centre takes it (docs/protocol.md, Scopes).
 */
export function logGone(station: Station, contactId: string, contact: ContactFields): void {
  const { consents } = consequencesOf({
    contactId,
    contact,
    followUpAt: null,
    past: [],
    openTasks: [],
    guest: null,
    policy: policyInUse(station.db, contact.startedAt).content,
    isWorkday: isMainlandWorkday,
  });
  const changes: RowChange[] = [
    { op: 'create', entity: 'contact', id: contactId, data: contact },
    ...consents.map((data): RowChange => ({ op: 'create', entity: 'consent', id: station.newId(), data })),
  ];
  commit({ ...station, nextHlc: hlcAt(station, contact) }, 'call.log', changes);
}

function hlcAt({ nextHlc }: Station, { startedAt }: ContactFields): () => string {
  const device = readHlc(nextHlc())?.device ?? '';
  let counter = -1;
  return () => {
    counter += 1;
    return writeHlc({ ms: startedAt, counter, device });
  };
}
