import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { notifications } from '@mantine/notifications';
import { MutationCache, QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import type { contract } from '#core/api/contract.ts';
import { openTransport } from '#renderer/lib/transport.ts';

export const transport = openTransport();

/** Plain calls to the workstation, for event handlers: `await client.clients.search({ … })`. */
export const client: ContractRouterClient<typeof contract> = createORPCClient(transport.link);

/** Query and mutation options for components: `useQuery(api.clients.search.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client);

/** A disk that refuses is said on every screen in the same words, also where a command has no place for an error. */
function tellStoreFailed(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'STORE_FAILED') return;
  const message = i18next.t('common:error.STORE_FAILED');
  notifications.show({ id: 'store-failed', color: 'red', message, autoClose: 15_000 });
}

/** Says that a command failed, unless the disk refused it: that is said already, on every screen. */
export function tellFailure(error: unknown, message: string): void {
  if ((error as { code?: unknown }).code === 'STORE_FAILED') return;
  notifications.show({ color: 'red', message });
}

/** The data is local: never paused by the browser's idea of being offline, refreshed by live signals. */
export const queryClient = new QueryClient({
  mutationCache: new MutationCache({ onError: tellStoreFailed }),
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: Infinity, retry: false, refetchOnWindowFocus: false },
    mutations: { networkMode: 'always', retry: false },
  },
});
