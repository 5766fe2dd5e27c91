import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import type { contract } from '#core/api/contract.ts';
import { openTransport } from '#renderer/lib/transport.ts';

export const transport = openTransport();

/** Plain calls to the workstation, for event handlers: `await client.clients.search({ … })`. */
export const client: ContractRouterClient<typeof contract> = createORPCClient(transport.link);

/** Query and mutation options for components: `useQuery(api.clients.search.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client);

/** The data is local: never paused by the browser's idea of being offline, refreshed by live signals. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: Infinity, retry: false, refetchOnWindowFocus: false },
    mutations: { networkMode: 'always', retry: false },
  },
});
