import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#renderer/lib/api.ts';

type Rows = Awaited<ReturnType<typeof client.imports.rows>>;
type State = Parameters<typeof client.imports.rows>[0]['state'];

const pageSize = 50;

/** One page of a run's waiting rows; `data` is undefined until the first page is there. */
export interface WaitingRows {
  readonly data: Rows | undefined;
  readonly pages: { readonly size: number; readonly page: number; readonly onPage: (page: number) => void };
}

/** Reads a run's rows of one state page by page; the page before stays until the next is there. */
export function useWaitingRows(importId: string, state: State): WaitingRows {
  const [page, setPage] = useState(1);
  const input = { importId, state, offset: (page - 1) * pageSize, limit: pageSize };
  const { data } = useQuery(api.imports.rows.queryOptions({ input, placeholderData: (before) => before }));
  return { data, pages: { size: pageSize, page, onPage: setPage } };
}
