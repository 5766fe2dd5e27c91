import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CallCard, QueueItem } from '#core/api/calls.ts';
import { api, client, queryClient } from '#renderer/lib/api.ts';
import type { Outcome } from '#core/calls/contact.ts';
import type { SkipCode } from '#core/calls/dispositions.ts';
import {
  deskBefore,
  forgetDraft,
  keepDraft,
  leaveDeskFor,
  rememberDesk,
  windowName,
} from '#renderer/features/calls/desk-memory.ts';
import { takeLine } from '#renderer/features/phone/phone-store.ts';
import { isCalled, takeUp, type LoggedCall } from '#renderer/features/calls/logged-calls.ts';
import { useLoggedCalls, type LoggedCalls } from '#renderer/features/calls/use-logged-calls.ts';

/** The gate depends on the clock: what is on screen is judged anew twice a minute. */
const rejudgeMs = 30_000;
/** A card younger than this takes no outcome: the second of two hasty presses was meant for the card before. */
const settleMs = 250;
/** A call that was not dialled here is believed to have begun while the card still said yes, for this long. */
const ongoingMs = 15 * 60_000;

/** What arrived about the client on screen. */
export type News = 'GONE' | 'BLOCKED' | 'ELSEWHERE';

export interface Desk {
  readonly items: readonly QueueItem[];
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly currentId: string | null;
  readonly card: CallCard | undefined;
  readonly cardError: unknown;
  readonly news: News | null;
  /** The card said yes when this call began, so that its outcome is taken although it says no by now. */
  readonly isOngoing: (startedAt: number | null, now: number) => boolean;
  readonly chips: { readonly plus1: number; readonly plus3: number; readonly plus7: number } | undefined;
  /** The workstation's time, which may differ from this window's. */
  readonly now: () => number;
  readonly open: (clientId: string) => void;
  readonly back: () => void;
  readonly skip: (reason: SkipCode) => Promise<void>;
  readonly log: (
    outcome: Outcome,
    details: { note: string; followUpAt: number | null; startedAt: number | null },
  ) => boolean;
  /** Takes the last call back and returns to its client; answers the note it had, or null when it was too late. */
  readonly undo: () => Promise<string | null>;
  /** Goes back to a call that was not saved, with its note. */
  readonly mend: (failed: LoggedCall) => void;
  readonly calls: LoggedCalls;
}

/** Holds the desk together: the queue, the client on screen, what was logged and is still being saved. */
export function useDesk(pinnedId: string | null): Desk {
  const queue = useQuery({
    ...api.calls.queue.queryOptions({ input: { limit: 8, window: windowName } }),
    refetchInterval: rejudgeMs,
  });
  const calls = useLoggedCalls();
  const [currentId, setCurrentId] = useState<string | null>(() => pinnedId ?? deskBefore().currentId);
  const [skipped, setSkipped] = useState<ReadonlyMap<string, number | null>>(new Map());
  const trail = useRef<readonly string[]>(deskBefore().trail);
  const shown = useRef({ clientId: '', at: 0 });
  const [saidYes, setSaidYes] = useState<{ card: CallCard; at: number } | null>(null);
  const offsetMs = queue.data ? queue.data.now - queue.dataUpdatedAt : 0;
  const now = (): number => Date.now() + offsetMs;

  usePreloadedCards(queue.data?.cards, queue.dataUpdatedAt);
  // Who was called or skipped after the queue was asked for stands in it still.
  const { dataUpdatedAt } = queue;
  const { all } = calls;
  const items = useMemo(
    () =>
      (queue.data?.items ?? []).filter(
        ({ clientId }) =>
          !isSkipped(skipped, clientId, dataUpdatedAt) && !isCalled(all, clientId, dataUpdatedAt),
      ),
    [queue.data, dataUpdatedAt, skipped, all],
  );
  const cardQuery = useQuery({
    ...api.calls.card.queryOptions({ input: currentId === null ? skipToken : { clientId: currentId } }),
    refetchInterval: rejudgeMs,
  });
  const card = cardQuery.data;

  // Whoever is on screen stays there when the queue changes behind; the next one comes by a key press.
  const first = items[0]?.clientId;
  if (currentId === null && first !== undefined) setCurrentId(first);
  useEffect(() => {
    if (card && shown.current.clientId !== card.clientId) {
      shown.current = { clientId: card.clientId, at: performance.now() };
    }
  }, [card]);
  useEffect(() => {
    leaveDeskFor(null);
    if (queue.data?.undoable) takeUp(queue.data.undoable);
  }, [queue.data]);
  useEffect(() => rememberDesk(currentId, trail.current), [currentId]);
  const isElsewhere = useHold(currentId);

  const leave = (clientId: string): void => {
    trail.current = [...trail.current.filter((id) => id !== clientId), clientId].slice(-50);
    const next = items.find((item) => item.clientId !== clientId);
    setCurrentId(next?.clientId ?? null);
  };
  const hide = (clientId: string, since: number | null): void =>
    setSkipped((map) => new Map(map).set(clientId, since));
  const unhide = (clientId: string): void =>
    setSkipped((map) => new Map([...map].filter(([id]) => id !== clientId)));

  const isReassigned = codeOf(cardQuery.error) === 'NOT_FOUND';
  // A card from before something about its client changed says nothing of now.
  const isSaidNow = card?.verdict.allowed && !isReassigned && !cardQuery.isStale;
  if (card && isSaidNow && saidYes?.at !== cardQuery.dataUpdatedAt) {
    setSaidYes({ card, at: cardQuery.dataUpdatedAt });
  }
  // A call that was saved since has used the yes up, also one that was offered again after a restart.
  const isUsedUp = saidYes !== null && isCalled(all, saidYes.card.clientId, saidYes.at);
  const isOfCard = saidYes?.card.clientId === card?.clientId;
  const saidYesAt = saidYes && isOfCard && !isUsedUp ? saidYes.at + offsetMs : null;
  const isOngoing = (startedAt: number | null, at: number): boolean => {
    if (isReassigned || saidYesAt === null) return isReassigned;
    return startedAt === null ? at - saidYesAt < ongoingMs : startedAt <= saidYesAt + rejudgeMs;
  };
  const news = newsOf({
    isGone: isReassigned,
    isBlocked: card !== undefined && !card.verdict.allowed && saidYesAt !== null,
    isElsewhere,
  });

  return {
    items,
    isLoading: queue.isPending,
    error: queue.error,
    retry: () => void queue.refetch(),
    currentId,
    card,
    cardError: cardQuery.error,
    news,
    isOngoing,
    chips: queue.data?.chips,
    now,
    open: setCurrentId,
    back: () => {
      const last = trail.current.filter((id) => id !== currentId).pop();
      trail.current = trail.current.filter((id) => id !== last);
      if (last) setCurrentId(last);
    },
    skip: async (reason) => {
      if (!card) return;
      const { clientId } = card;
      hide(clientId, null);
      leave(clientId);
      await client.calls.skip({ clientId, reason });
      hide(clientId, Date.now());
      await queue.refetch();
    },
    log: (outcome, { note, followUpAt, startedAt }) => {
      const isFresh = !card || shown.current.clientId !== card.clientId;
      if (isFresh || performance.now() - shown.current.at < settleMs) return false;
      shown.current = { clientId: '', at: 0 };
      const { clientId } = card;
      // What came in during the call is not held against it: it began while the card said yes.
      // The reason stays the one for which the call was begun, too.
      const isOnYes =
        saidYesAt !== null && (isReassigned || !card.verdict.allowed) && isOngoing(startedAt, now());
      const taken = takeLine(clientId);
      const began = taken?.line.dialledAt ?? startedAt ?? (isOnYes ? saidYesAt : now());
      const told = isOnYes && saidYes ? saidYes.card : card;
      forgetDraft(clientId);
      leave(clientId);
      // The yes is used up: whoever comes back to this client asks anew.
      void queryClient.invalidateQueries({ queryKey: cardKey(clientId), refetchType: 'none' });
      void calls.log(told, { outcome, note, followUpAt, startedAt: began, ...taken });
      return true;
    },
    undo: async () => {
      const undone = await calls.undo();
      if (undone === null) return null;
      const { clientId, note } = undone;
      keepDraft(clientId, { note, startedAt: null, stoppedAt: null });
      unhide(clientId);
      await queryClient.invalidateQueries({ queryKey: api.calls.key() });
      setCurrentId(clientId);
      return note;
    },
    mend: ({ contactId, clientId, note }) => {
      calls.dismiss(contactId);
      keepDraft(clientId, { note, startedAt: null, stoppedAt: null });
      unhide(clientId);
      setCurrentId(clientId);
    },
    calls,
  };
}

const cardKey = (clientId: string) => api.calls.card.queryKey({ input: { clientId } });

function newsOf(seen: { isGone: boolean; isBlocked: boolean; isElsewhere: boolean }): News | null {
  if (seen.isGone) return 'GONE';
  if (seen.isBlocked) return 'BLOCKED';
  return seen.isElsewhere ? 'ELSEWHERE' : null;
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

/** Tells the workstation which client this window shows, again and again; answers whether another one has it. */
function useHold(clientId: string | null): boolean {
  const { data } = useQuery({
    ...api.calls.hold.queryOptions({ input: { window: windowName, clientId } }),
    refetchInterval: rejudgeMs,
    gcTime: 0,
  });
  useEffect(() => () => void client.calls.hold({ window: windowName, clientId: null }).catch(() => {}), []);
  return data?.isElsewhere ?? false;
}

/** Hidden until the queue was asked again after the skip was saved. */
function isSkipped(skipped: ReadonlyMap<string, number | null>, clientId: string, askedAt: number): boolean {
  const since = skipped.get(clientId);
  return since === null || (since !== undefined && askedAt <= since);
}

/**
 * Puts the cards that came with the queue, and what may be talked about with those clients, where the next client is
 * looked for, so that no key press waits. A list from before a look at another page puts nothing over what has been told
 * to be out of date since.
 */
function usePreloadedCards(cards: readonly CallCard[] | undefined, askedAt: number): void {
  useEffect(() => {
    for (const card of cards ?? []) {
      const key = cardKey(card.clientId);
      if ((queryClient.getQueryState(key)?.dataUpdatedAt ?? 0) >= askedAt) continue;
      queryClient.setQueryData(key, card, { updatedAt: askedAt });
      void queryClient.prefetchQuery(api.risk.line.queryOptions({ input: { clientId: card.clientId } }));
    }
  }, [cards, askedAt]);
}
