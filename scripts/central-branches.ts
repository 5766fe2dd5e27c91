import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { createCentre } from '#central/centre.ts';
import { migrate } from '#central/migrate.ts';
import { openPostgresStore } from '#central/store/postgres/store.ts';
import { onDatabase } from '#scripts/central-database.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

export interface Branch {
  readonly tenantId: string;
  readonly name: string;
}

/** What a command on branches works with. */
export interface BranchWork {
  readonly centre: ReturnType<typeof createCentre>;
  readonly branches: readonly Branch[];
}

/** A command that cannot be done as it was given, in words for whoever gave it. */
export class BranchRefusal extends Error {}

/** Runs the work on the branches a command names, whether or not the centre is at work. */
export function onBranches<Value>(
  wish: CentralArguments,
  work: (given: BranchWork) => Promise<Value>,
): Promise<Value> {
  return onDatabase(wish, { mayShare: true, mayCreate: false }, async ({ pool }) => {
    await migrate(pool);
    const store = openPostgresStore(pool);
    const centre = createCentre({ store, clock: () => Date.now(), newId: uuidv7, randomBytes });
    const all: Branch[] = [];
    for (const tenantId of await store.tenantIds()) {
      const tenant = await store.read(tenantId, (snapshot) => snapshot.tenant());
      all.push({ tenantId, name: tenant?.name ?? '' });
    }
    return work({ centre, branches: chosen(all, wish.branch) });
  });
}

function chosen(all: readonly Branch[], branch: string | null): readonly Branch[] {
  if (branch === 'all') return all;
  const found = branch === null ? all : all.filter(({ tenantId }) => tenantId === branch);
  if (found.length === 1) return found;
  const list = all.map(({ tenantId, name }) => `  ${tenantId}  ${name}`).join('\n');
  if (all.length === 0) throw new BranchRefusal('This centre has no branch yet.');
  const why = branch === null ? 'There are several branches' : `There is no branch ${branch}`;
  throw new BranchRefusal(`${why}. Name one with --branch, or --branch all:\n${list}`);
}
