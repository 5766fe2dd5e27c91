import { useQuery } from '@tanstack/react-query';
import type { ChangeState } from '#core/api/sync.ts';
import { batched } from '#renderer/features/sync/batched.ts';
import { api, client } from '#renderer/lib/api.ts';

/** Asks for all marks of a screen at once: they are read together whenever a signal refreshes them. */
const readState = batched<Row, ChangeState>(
  async (rows) => {
    const states = await client.sync.statesOf({ rows: [...rows] });
    return new Map(states.map((row) => [keyOf(row), row.state]));
  },
  keyOf,
  500,
);

interface Row {
  readonly entity: string;
  readonly id: string;
}

/**
 * Returns what became of the latest change to a row made here; null while unknown or where there was none. A conflict
 * that was decided is over: its row counts as stored.
 */
export function useChangeState(entity: string, id: string): ChangeState | null {
  const { data: state = null } = useQuery({
    queryKey: [...api.sync.statesOf.key(), entity, id],
    queryFn: () => readState({ entity, id }),
  });
  const isMerged = state === 'merged';
  const { data: conflicts } = useQuery(api.sync.conflicts.queryOptions({ enabled: isMerged }));
  if (!isMerged) return state;
  return conflicts?.some(({ rowId }) => rowId === id) ? 'merged' : 'stored';
}

function keyOf({ entity, id }: Row): string {
  return `${entity} ${id}`;
}
