import { useState } from 'react';
import { guestListLimits, type JudgedGuestList } from '#core/api/event-guest-list.ts';
import type { ListState, ListTarget } from '#core/events/guest-list/words.ts';
import { client } from '#renderer/lib/api.ts';

interface Wish {
  readonly columns: ListTarget[] | null;
  readonly defaultState: ListState | null;
  readonly samePersonRows: number[];
}

/** A file on its way onto the list: what it says, what would become of it, what became of it. */
export interface GuestListWork {
  readonly fileName: string;
  readonly judged: JudgedGuestList | null;
  readonly isTaken: boolean;
  readonly isBusy: boolean;
  /** The code of what went wrong, with the file's problem behind it. */
  readonly failure: { readonly code: string; readonly problem: string | null } | null;
  readonly open: (file: File) => void;
  readonly change: (part: Partial<Wish>) => void;
  readonly take: () => void;
  /** Puts the file away: another one may come. */
  readonly reset: () => void;
}

const nothing: Wish = { columns: null, defaultState: null, samePersonRows: [] };

/** Holds the file in the page: every look sends it again, and nothing is written before `take`. */
export function useGuestList(eventId: string): GuestListWork {
  const [file, setFile] = useState<File | null>(null);
  const [wish, setWish] = useState(nothing);
  const [judged, setJudged] = useState<JudgedGuestList | null>(null);
  const [isTaken, setTaken] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<GuestListWork['failure']>(null);
  const ask = async (what: 'preview' | 'take', chosen: File, wanted: Wish): Promise<void> => {
    if (chosen.size > guestListLimits.fileBytes) {
      setFailure({ code: 'UNREADABLE', problem: 'TOO_LARGE' });
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      setJudged(
        await client.events.guestList[what]({
          ...wanted,
          eventId,
          file: chosen,
          fileName: chosen.name.slice(-200),
        }),
      );
      setTaken(what === 'take');
    } catch (error) {
      const { code = 'UNKNOWN', data } = error as { code?: string; data?: { problem?: string } };
      setFailure({ code, problem: data?.problem ?? null });
    } finally {
      setBusy(false);
    }
  };
  return {
    fileName: file?.name ?? '',
    judged,
    isTaken,
    isBusy,
    failure,
    open: (chosen) => {
      setFile(chosen);
      setWish(nothing);
      setJudged(null);
      void ask('preview', chosen, nothing);
    },
    change: (part) => {
      const next = { ...wish, ...part };
      setWish(next);
      if (file) void ask('preview', file, next);
    },
    take: () => {
      if (file) void ask('take', file, wish);
    },
    reset: () => {
      setFile(null);
      setJudged(null);
      setTaken(false);
    },
  };
}
