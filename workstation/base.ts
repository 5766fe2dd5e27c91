import { implement } from '@orpc/server';
import { contract } from '#core/api/contract.ts';
import type { Host } from '#workstation/host.ts';

/** What each call carries: the host it is for. */
export interface RequestContext {
  readonly host: Host;
}

/** Implements procedures that work while locked: session, live and sync status. */
export const lockedOs = implement(contract).$context<RequestContext>();

/** Implements procedures that need an open session; answers LOCKED otherwise. `context.station` is the open one. */
export const os = lockedOs.use(({ context, next, errors }) => {
  const session = context.host.open();
  if (!session) throw errors.LOCKED();
  return next({ context: { station: session.station, sync: session.sync } });
});
