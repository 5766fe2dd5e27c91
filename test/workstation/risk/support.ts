import { createRouterClient } from '@orpc/server';
import type { ClientFields } from '#core/clients/client.ts';
import shelf from '#resources/sample-book/products.json' with { type: 'json' };
import { router } from '#workstation/router.ts';
import type { Host } from '#workstation/host.ts';
import type { SyncStatus } from '#core/api/sync.ts';
import { confirmed } from '#test/support/published.ts';
import { clientRow } from '#test/support/rows.ts';
import { testStation, type TestStation } from '#test/support/station.ts';

const status: SyncStatus = {
  phase: 'offline',
  problem: null,
  pending: 0,
  refused: 0,
  held: 0,
  isLive: false,
  isMetered: false,
  progress: null,
  syncedAt: 1_700_000_000_000,
  proof: null,
};

/** A station with the sample shelf unless another is given, and the router as a screen calls it. */
export function riskDesk(products: readonly Record<string, unknown>[] = shelf.products) {
  const station = testStation();
  const sync = { status: () => status, syncNow: async () => {}, stop: async () => {} };
  const host = { live: station.live, open: () => ({ station, sync }) } as unknown as Host;
  const client = createRouterClient(router, { context: { host } });
  for (const { id, ...data } of products) confirmed(station, 'product', String(id), data);
  return { station, client };
}

/** Puts a client of full age into the store; returns the id. */
export function confirmedClient(station: TestStation, over: Partial<ClientFields> = {}): string {
  const id = station.newId();
  const person = { name: '欧阳静怡', gender: 'F', birthDay: '1985-05-05' } as const;
  confirmed(station, 'client', id, clientRow({ ...person, ...over }));
  return id;
}

/** Returns the code of the error a call ends with, or OK. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'OK',
    (error: { code?: string }) => error.code ?? String(error),
  );
}
