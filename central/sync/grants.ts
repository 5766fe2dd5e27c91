import type { Instant } from '#core/base/time.ts';
import type { GrantRow } from '#central/store/shapes.ts';

/** The scope every manager of a tenant sees. */
export const tenantScope = 'tenant';

/** A grant that was taken away: what was authored before may still come in. */
export interface EndedGrant {
  readonly toSeq: number;
  readonly endedAt: Instant;
}

/** A manager's standing towards scopes. */
export interface Grants {
  readonly isOpen: (scope: string) => boolean;
  readonly endedGrant: (scope: string) => EndedGrant | undefined;
}

/** Returns the standing that a manager's grants, oldest first, amount to. */
export function grantsOf(rows: readonly GrantRow[]): Grants {
  const open = new Set<string>();
  const ended = new Map<string, EndedGrant>();
  for (const { scope, toSeq, endedAt } of rows) {
    if (toSeq === null) open.add(scope);
    else ended.set(scope, { toSeq, endedAt: endedAt ?? 0 });
  }
  return { isOpen: (scope) => open.has(scope), endedGrant: (scope) => ended.get(scope) };
}
