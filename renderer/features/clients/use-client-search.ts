import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, type client } from '#renderer/lib/api.ts';

/** A client as the search palette shows it. */
export type FoundClient = Awaited<ReturnType<typeof client.clients.search>>[number];

const none: readonly FoundClient[] = [];
const mostFound = 8;

/** Finds clients while the user types: by character, pinyin, initials or phone digits; best matches first. */
export function useClientSearch(text: string): readonly FoundClient[] {
  const asked = text.trim();
  const { data } = useQuery({
    ...api.clients.search.queryOptions({ input: { text: asked, limit: mostFound } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  return asked === '' ? none : (data ?? none);
}
