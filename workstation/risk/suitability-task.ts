import type { Id } from '#core/base/ids.ts';
import type { TaskFields } from '#core/calls/contact.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { taskStates } from '#db/queries/risk.ts';
import { commitAll, type Station } from '#workstation/station.ts';

/** A task that follows from facts: the same facts make the same task on every device. */
export interface DueTask extends Pick<TaskFields, 'clientId' | 'managerId' | 'dueAt' | 'text'> {
  readonly id: Id;
  /** Makes what is kept with the task: the verdicts it rests on. */
  readonly rows: () => readonly RowChange[];
}

/** More rows of one command are judged by the centre slower than they are worth; a task's rows stay together. */
const tasksOfCommand = 500;

/** Commits those tasks that are not there yet, each with its verdicts; done ones are not made again. Returns how many. */
export function commitNewTasks(station: Station, command: string, due: readonly DueTask[]): number {
  const fresh = newTasks(station, due).map(rowsOf);
  const parts = Array.from({ length: Math.ceil(fresh.length / tasksOfCommand) }, (_, index) =>
    fresh.slice(index * tasksOfCommand, (index + 1) * tasksOfCommand).flat(),
  );
  commitAll(station, command, parts);
  return fresh.length;
}

/** Returns those tasks that are not there yet, each once. */
export function newTasks({ db }: Station, due: readonly DueTask[]): DueTask[] {
  const byId = new Map(due.map((task) => [task.id, task]));
  const present = taskStates(db, [...byId.keys()]);
  return [...byId.values()].filter(({ id }) => !present.has(id));
}

/** Makes the rows of a task: itself, and what is kept with it. */
export function rowsOf({ id, rows, ...task }: DueTask): RowChange[] {
  const data = { ...task, kind: 'SUITABILITY', status: 'OPEN', fromContactId: null, closedAt: null } as const;
  return [{ op: 'create', entity: 'task', id, data }, ...rows()];
}
