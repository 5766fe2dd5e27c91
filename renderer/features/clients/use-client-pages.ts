import { keepPreviousData, useQueries, type UseQueryResult } from '@tanstack/react-query';
import type { ClientFilter, ClientSort } from '#core/clients/filter.ts';
import { api, type client } from '#renderer/lib/api.ts';

type Page = Awaited<ReturnType<typeof client.clients.list>>;
export type ListedClient = Page['rows'][number];

/** Rows fetched together. */
const pageSize = 100;

/** The rows around those on screen; `rowAt` answers undefined while a row is on its way. */
export interface ClientPages {
  readonly total: number | undefined;
  readonly error: unknown;
  readonly rowAt: (index: number) => ListedClient | undefined;
  readonly refetch: () => void;
}

/** Fetches only the pages that are on screen, first to last row. */
export function useClientPages(
  list: { readonly filter: ClientFilter; readonly sort: ClientSort },
  visible: { readonly first: number; readonly last: number },
): ClientPages {
  const from = Math.floor(visible.first / pageSize);
  const to = Math.max(from, Math.floor(visible.last / pageSize));
  const pages = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const results: UseQueryResult<Page>[] = useQueries({
    queries: pages.map((page) => ({
      ...api.clients.list.queryOptions({
        input: { filter: list.filter, sort: list.sort, offset: page * pageSize, limit: pageSize },
      }),
      placeholderData: keepPreviousData,
    })),
  });
  const settled = results.find(({ data, isPlaceholderData }) => data && !isPlaceholderData);
  const shown = settled ?? results.find(({ data }) => data);
  return {
    total: shown?.data?.total,
    error: results.find(({ error }) => error)?.error ?? null,
    refetch: () => results.forEach(({ refetch }) => void refetch()),
    rowAt: (index) => {
      const result = results[Math.floor(index / pageSize) - from];
      return result?.isPlaceholderData ? undefined : result?.data?.rows[index % pageSize];
    },
  };
}
