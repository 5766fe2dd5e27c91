import { implement, type Implementer, type ImplementerInternalWithMiddlewares } from '@orpc/server';
import { contract } from '#core/api/contract.ts';
import { isDamage, storeFailureOf } from '#db/store-failure.ts';
import type { Host, OpenSession } from '#workstation/host.ts';

/** What each call carries: the host it is for. */
export interface RequestContext {
  readonly host: Host;
}

/** What a call carries besides while a session is open. */
type OpenContext = RequestContext & Pick<OpenSession, 'station' | 'sync' | 'secrets' | 'venue'>;

// Named types: written out, those of the whole contract are longer than the compiler allows.
type Contract = typeof contract;

/** Implements procedures that work while locked: session, live and sync status. */
export const lockedOs: Implementer<Contract, RequestContext, RequestContext> =
  implement(contract).$context<RequestContext>();

/**
 * Implements procedures that need an open session; answers LOCKED otherwise, and STORE_FAILED where the disk refused.
 * `context.station` is the open one.
 */
export const os: ImplementerInternalWithMiddlewares<Contract, RequestContext, OpenContext> = lockedOs.use(
  async ({ context, next, errors }) => {
    const session = context.host.open();
    if (!session) throw errors.LOCKED();
    try {
      return await next({
        context: {
          station: session.station,
          sync: session.sync,
          secrets: session.secrets,
          venue: session.venue,
        },
      });
    } catch (error) {
      const code = storeFailureOf(error);
      if (isDamage(error)) context.host.storeDamaged();
      throw code === null ? error : errors.STORE_FAILED({ data: { code }, cause: error });
    }
  },
);
