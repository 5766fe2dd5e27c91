import { historyKinds, type TimelineCursor, type TimelineFilter } from '#core/clients/timeline.ts';
import { api, queryClient } from '#renderer/lib/api.ts';

/** More than a screen holds; older ones come while it is read. */
const pageSize = 50;

/** The history as it opens: every kind of contact, from everybody, of all days. */
export const everyKind: TimelineFilter = {
  kinds: [...historyKinds],
  outcome: null,
  managerId: null,
  from: null,
  until: null,
};

/** How a client's timeline is asked for, page by page, the newest first. */
export function timelineOptions(clientId: string, filter: TimelineFilter | undefined) {
  return api.clients.timeline.infiniteOptions({
    input: (before: TimelineCursor | undefined) => ({ id: clientId, before, limit: pageSize, filter }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Asks for everything a client's history needs at once, before its page is there to ask for one after the other. */
export function askForHistory(clientId: string): void {
  void queryClient.prefetchQuery(api.clients.get.queryOptions({ input: { id: clientId } }));
  void queryClient.prefetchInfiniteQuery(timelineOptions(clientId, everyKind));
}
