/** What the centre says a row is. `seq` 0 with no data: it has never had the row; above 0: it was deleted. */
export interface ConfirmedImage {
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** One unanswered change of a row by this device, oldest first in a list. */
export interface Intent {
  readonly op: 'create' | 'patch' | 'delete';
  readonly patch: Readonly<Record<string, unknown>>;
}

/**
 * Returns what the user must see: the confirmed image with this device's unanswered changes on top, or null.
 * A row the centre deleted stays deleted whatever is still waiting; a create the centre already holds adds nothing.
 */
export function replay(
  confirmed: ConfirmedImage,
  intents: readonly Intent[],
): Record<string, unknown> | null {
  const isDeleted = confirmed.data === null && confirmed.seq > 0;
  if (isDeleted) return null;
  let data: Record<string, unknown> | null = confirmed.data === null ? null : { ...confirmed.data };
  for (const intent of intents) data = after(data, intent);
  return data;
}

function after(data: Record<string, unknown> | null, { op, patch }: Intent): Record<string, unknown> | null {
  if (op === 'delete') return null;
  if (op === 'create') return data ?? { ...patch };
  return data === null ? null : { ...data, ...patch };
}
