import type { VenueStatus } from '#core/api/venue.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, type Result } from '#core/base/result.ts';
import type { VisitorKind } from '#core/venue/pairing.ts';
import { readRow } from '#db/rows.ts';
import { Hosting, type OpenRefusal } from '#workstation/venue/hosting.ts';
import { Joining, type JoinBy, type JoinRefusal } from '#workstation/venue/joining.ts';
import type { FoundHub } from '#workstation/venue/network.ts';
import type { VenueTools } from '#workstation/venue/tools.ts';

type Busy = { readonly code: 'VENUE_BUSY' };

/** What this workstation does at a venue: a hub, or a desk at another's hub, never both. */
export interface VenueOffice {
  readonly status: (eventId: Id) => VenueStatus;
  readonly open: (eventId: Id) => Promise<Result<null, OpenRefusal | Busy>>;
  readonly close: () => void;
  readonly renew: (kind: VisitorKind) => void;
  readonly endSession: (sessionId: string) => void;
  readonly find: () => FoundHub[];
  readonly join: (eventId: Id, by: JoinBy) => Promise<Result<{ hubName: string }, JoinRefusal | Busy>>;
  readonly retry: () => void;
  readonly leave: () => Promise<void>;
  /** Ends serving and exchanging before the store is closed; both are back after unlocking. */
  readonly end: () => Promise<void>;
}

/** How long the network is looked through after the last question. */
const lookForMs = 20_000;

/** Starts a session's venue: what was open or joined before the program ended goes on. */
export function startVenue(tools: VenueTools): VenueOffice {
  const { station, network, timers, onBug } = tools;
  const hosting = new Hosting(tools);
  const joining = new Joining(tools);
  joining.resume();
  hosting.resume().catch(onBug);
  let browser: ReturnType<typeof network.browse> | null = null;
  let lookTimer: unknown = null;
  const stopLooking = (): void => {
    browser?.stop();
    browser = null;
  };
  const isBusy = (): boolean => hosting.eventId() !== null || joining.eventId() !== null;
  return {
    status: (eventId) => {
      const [hostedId, joinedId] = [hosting.eventId(), joining.eventId()];
      const busyWith = hostedId ?? joinedId;
      const title = busyWith === null ? '' : (readRow(station.db, 'event', busyWith)?.data.title ?? '');
      const isElsewhere = busyWith !== null && busyWith !== eventId;
      return {
        hub: hostedId === eventId ? hosting.view() : null,
        desk: joinedId === eventId ? joining.view() : null,
        elsewhere: isElsewhere ? { eventId: busyWith, title, isHub: hostedId !== null } : null,
      };
    },
    open: async (eventId) => (isBusy() ? fail({ code: 'VENUE_BUSY' }) : hosting.open(eventId)),
    close: () => hosting.close(),
    renew: (kind) => hosting.renew(kind),
    endSession: (sessionId) => hosting.endSession(sessionId),
    find: () => {
      browser ??= network.browse();
      timers.clear(lookTimer);
      lookTimer = timers.set(stopLooking, lookForMs);
      return browser.found();
    },
    join: async (eventId, by) => (isBusy() ? fail({ code: 'VENUE_BUSY' }) : joining.join(eventId, by)),
    retry: () => joining.retry(),
    leave: () => joining.leave(),
    end: async () => {
      timers.clear(lookTimer);
      stopLooking();
      joining.end();
      await hosting.end();
    },
  };
}
