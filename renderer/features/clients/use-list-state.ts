import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { clientFilter, clientSort, type ClientFilter, type ClientSort } from '#core/clients/filter.ts';

const firstSort: ClientSort = { by: 'aum', descending: true };

/** What the list of clients shows; it lives in the address, so that it can be linked, kept and gone back to. */
export interface ListState {
  readonly filter: ClientFilter;
  readonly sort: ClientSort;
  readonly setFilter: (change: Partial<ClientFilter>) => void;
  readonly setSort: (by: ClientSort['by']) => void;
  readonly show: (filter: ClientFilter, sort: ClientSort) => void;
}

/** Reads filter and order from the address and writes them there; what cannot be read is left out. */
export function useListState(): ListState {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  return useMemo(() => {
    const filter = readFilter(search);
    const sort = clientSort.catch(firstSort).parse({ by: search['by'], descending: search['descending'] });
    const show = (next: ClientFilter, order: ClientSort): void => {
      void navigate({ to: '/clients', search: { ...withoutEmpty(next), ...order }, replace: true });
    };
    return {
      filter,
      sort,
      show,
      setFilter: (change) => show({ ...filter, ...change }, sort),
      setSort: (by) => show(filter, { by, descending: by === sort.by ? !sort.descending : by !== 'name' }),
    };
  }, [search, navigate]);
}

/** The text comes back as a number where it looks like one: an address has no types. */
function readFilter(search: Readonly<Record<string, unknown>>): ClientFilter {
  const read: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(clientFilter.shape)) {
    const value =
      field === 'text' && typeof search[field] === 'number' ? String(search[field]) : search[field];
    const parsed = schema.safeParse(value);
    if (parsed.success && parsed.data !== undefined) read[field] = parsed.data;
  }
  return read;
}

function withoutEmpty(filter: ClientFilter): ClientFilter {
  const kept = Object.entries(filter).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept);
}
