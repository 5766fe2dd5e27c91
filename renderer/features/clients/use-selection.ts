import { useCallback, useState } from 'react';
import type { ClientFilter, ClientSort } from '#core/clients/filter.ts';
import { client } from '#renderer/lib/api.ts';

/** Most clients that can be worked on at once. */
const mostSelected = 50_000;

/** The clients ticked in the list; survives scrolling, not leaving the page. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
  /** Ticks every client of the filter, on screen or not, or none. */
  readonly toggleAll: (list: { readonly filter: ClientFilter; readonly sort: ClientSort }) => Promise<void>;
}

/** Keeps which clients are ticked. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string): void => {
    setIds((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => setIds(new Set()), []);
  const toggleAll: Selection['toggleAll'] = async ({ filter, sort }) => {
    if (ids.size > 0) return clear();
    const found = await client.clients.ids({ filter, sort, limit: mostSelected });
    setIds(new Set(found.ids));
  };
  return { ids, toggle, clear, toggleAll };
}
