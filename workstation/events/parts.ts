import type { RowChange } from '#db/changes/commit.ts';

/** More rows of one command are judged by the centre slower than they are worth. */
const mostRowsOfCommand = 2000;

/** Divides a long command into parts the centre takes each as a whole; rows of one group, such as a guest's, stay together. */
export function partsOf(groups: Iterable<readonly RowChange[]>): RowChange[][] {
  const parts: RowChange[][] = [[]];
  for (const changes of groups) {
    const last = parts.at(-1);
    if (last && last.length + changes.length <= mostRowsOfCommand) last.push(...changes);
    else parts.push([...changes]);
  }
  return parts;
}
