import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DoorGuest } from '#core/api/event-door.ts';
import { api, queryClient } from '#renderer/lib/api.ts';

const mostShown = 10;
const nobody: readonly DoorGuest[] = [];

/**
 * What stands in the desk's one input and whom it finds. Every key is searched for at once; while a scanner is at work nothing is, and
 * what its first keys found is off the screen again.
 */
export function useDoorSearch(eventId: string, isScannerAtWork: boolean) {
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState(0);
  const isSearching = typed.trim() !== '' && !isScannerAtWork;
  const queryOf = (text: string) =>
    api.events.search.queryOptions({ input: { eventId, typed: text.slice(0, 60), limit: mostShown } });
  const found = useQuery({
    ...queryOf(isSearching ? typed : ''),
    enabled: isSearching,
    placeholderData: keepPreviousData,
  });
  const isReady = found.isFetched && !found.isPlaceholderData;
  // Until the first key of a search is answered, what was found before it is somebody else.
  const hasAnswer = isReady || (typed.length > 1 && found.isPlaceholderData);
  const matches = isSearching && hasAnswer ? (found.data?.guests ?? nobody) : nobody;
  const type = (text: string): void => {
    setTyped(text);
    setSelected(0);
  };
  return {
    typed,
    type,
    /** Whether the screen shows who was found rather than the last answer. */
    isShown: isSearching && hasAnswer,
    isReady,
    matches,
    total: found.data?.total ?? 0,
    selected,
    move: (by: 1 | -1): void => setSelected(Math.max(0, Math.min(selected + by, matches.length - 1))),
    /** The guest Enter lets in: the marked one, or before the answer is there the only one found, never one of several unseen. */
    pick: async (): Promise<DoorGuest | null> => {
      if (isSearching && isReady) return matches[selected] ?? null;
      if (typed.trim() === '') return null;
      const { guests } = await queryClient.fetchQuery(queryOf(typed));
      return guests.length === 1 ? (guests[0] ?? null) : null;
    },
  };
}
