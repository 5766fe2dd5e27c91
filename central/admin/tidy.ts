import { dayMs, type Instant } from '#core/base/time.ts';
import type { CentralStore } from '#central/store/store.ts';

/** A device that was away longer takes everything anew, and what it was answered is forgotten. */
const keptForMs = 400 * dayMs;

/** How many notices and answers were removed. */
export interface Tidied {
  readonly notices: number;
  readonly decisions: number;
}

/**
 * Removes what no device can ask for any more (sync.md §2.4, §2.13): notices that every device seen within 400 days
 * has passed, and answers to families of devices none of which was in use since. Tombstones stay for ever.
 */
export async function tidy(store: CentralStore, now: Instant): Promise<Tidied> {
  const total = { notices: 0, decisions: 0 };
  for (const tenantId of await store.tenantIds()) {
    const tidied = await tidyTenant(store, tenantId, now - keptForMs);
    total.notices += tidied.notices;
    total.decisions += tidied.decisions;
  }
  return total;
}

async function tidyTenant(store: CentralStore, tenantId: string, since: Instant): Promise<Tidied> {
  const notices = await store.write(tenantId, async (tx) => {
    const { seq, horizon } = await tx.lockCounter();
    const passed = Math.min((await tx.leastAcked(since)) ?? seq, seq);
    return passed > horizon ? tx.pruneNotices(passed) : 0;
  });
  // In a transaction of its own: it may take long and stands in no writer's way.
  const decisions = await store.write(tenantId, (tx) => tx.pruneDecisions(since));
  return { notices, decisions };
}
