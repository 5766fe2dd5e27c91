import type { TaskFields } from '#core/calls/contact.ts';
import { noticeCodeOf } from '#core/risk/task-text.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { answeredTestTasks, openSuitabilityTasks, type OpenNotice } from '#db/queries/risk.ts';
import { refusedTaskIds } from '#workstation/events/talk-guests.ts';
import type { ProductGate } from '#workstation/risk/product-gate.ts';
import { rematchTaskIds } from '#workstation/risk/rematch.ts';
import { waitingTaskIds } from '#workstation/risk/waiting-time.ts';
import { commit, type Station } from '#workstation/station.ts';

/**
 * Ends this manager's tasks whose reason is gone: tested meanwhile, on whatever device; the product sold; the talk with
 * someone of 65 outlived by a newer test or rating; the guest suits again, stays away, or the talk is over. What was
 * answered is done, what came to nothing is cancelled. Returns how many.
 */
export function endGoneTasks(station: Station, gate: ProductGate): number {
  const { db, me } = station;
  const open = Map.groupBy(openSuitabilityTasks(db, me.managerId), ({ text }) => noticeCodeOf(text));
  const without = (
    code: Parameters<typeof open.get>[0],
    live: (tasks: OpenNotice[]) => Set<string>,
  ): string[] => {
    const tasks = open.get(code) ?? [];
    if (tasks.length === 0) return [];
    const stays = live(tasks);
    return tasks.map(({ id }) => id).filter((id) => !stays.has(id));
  };
  const clientsOf = (tasks: OpenNotice[]): Set<string> => new Set(tasks.map(({ clientId }) => clientId));
  const changes = [
    ...answeredTestTasks(db, me.managerId).map((id) => ended(station, id, 'DONE')),
    ...[
      ...without('RATING_CHANGED', () => rematchTaskIds(station)),
      ...without('WAIT_OVER', (tasks) => waitingTaskIds(station, clientsOf(tasks))),
      ...without('GUEST_REFUSED', (tasks) => refusedTaskIds(station, gate, clientsOf(tasks))),
    ].map((id) => ended(station, id, 'CANCELLED')),
  ];
  if (changes.length > 0) commit(station, 'risk.taskGone', changes);
  return changes.length;
}

function ended({ clock }: Station, id: string, status: TaskFields['status']): RowChange {
  return { op: 'patch', entity: 'task', id, patch: { status, closedAt: clock() } };
}
