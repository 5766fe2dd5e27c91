import type { Id } from '#core/base/ids.ts';
import type { Clock } from '#core/base/time.ts';
import type { DoorVerdict } from '#core/events/scan.ts';
import { isEcho, type ScanMoment } from '#core/events/ticket.ts';
import { readStewardLink } from '#core/venue/pairing.ts';
import { answerOf, leavingOf, type StewardAnswer } from '#renderer/steward/answer.ts';
import type { Book } from '#renderer/steward/book.ts';
import type { StewardDoor, Scanned } from '#renderer/steward/door.ts';
import { ownFacts, type StewardShown } from '#renderer/steward/state.ts';
import { lastOwn, undoFacts } from '#renderer/steward/take-back.ts';

/** Which way people go through this door. */
export type Direction = 'IN' | 'OUT';

/** What answers guests: judges by this browser's list, notes what it says, and returns it for the screen. */
export interface Answering {
  readonly scan: (typed: string, direction: Direction) => Promise<StewardShown | null>;
  readonly pick: (guestId: Id, direction: Direction) => Promise<StewardShown | null>;
  readonly undo: () => Promise<StewardShown | null>;
}

export interface AnsweringParts {
  readonly book: Book;
  readonly clock: Clock;
  /** Asks the hub of a code that is on no list here; gives the verdict back as it was where there is no answer. */
  readonly vouch: (typed: string, scanned: Scanned) => Promise<Scanned>;
}

interface Settling {
  readonly direction: Direction;
  readonly method: 'SCAN' | 'SEARCH';
  readonly isTicket: boolean;
}

/** Makes what answers guests. Its functions reject where the browser keeps nothing more: nobody is in by them. */
export function createAnswering({ book, clock, vouch }: AnsweringParts): Answering {
  let last: (ScanMoment & { readonly shown: StewardShown }) | null = null;
  const settle = async (
    door: StewardDoor,
    verdict: DoorVerdict,
    { direction, method, isTicket }: Settling,
  ): Promise<StewardShown> => {
    if (book.kept().roster?.event.status === 'CLOSED') return { kind: 'failed', why: 'DOOR_CLOSED' };
    const entering = answerOf(door, verdict, isTicket);
    const answer = direction === 'OUT' ? leavingOf(door, entering) : entering;
    const kind = noteOf(answer, method);
    if (kind !== null && answer.guest)
      await book.note([{ guestId: answer.guest.guestId, kind, answers: answer.cause, method }]);
    return { kind: 'answer', answer };
  };
  return {
    scan: async (typed, direction) => {
      const link = readStewardLink(typed);
      if (link) return { kind: 'hub', link };
      const door = book.door();
      if (!door) return null;
      const first = await door.judgeScan(typed);
      const scan = { code: `${direction} ${first.code}`, at: clock() };
      if (last && isEcho(last, scan)) {
        last = { ...last, at: scan.at };
        return last.shown;
      }
      const { verdict, isTicket } = first.verdict.result === 'UNKNOWN' ? await vouch(typed, first) : first;
      const shown = await settle(book.door() ?? door, verdict, { direction, method: 'SCAN', isTicket });
      last = { ...scan, shown };
      return shown;
    },
    pick: async (guestId, direction) => {
      const door = book.door();
      const guest = door?.guestOf(guestId);
      if (!door || !guest) return null;
      return settle(door, door.judge(guest), { direction, method: 'SEARCH', isTicket: false });
    },
    undo: async () => {
      const door = book.door();
      const own = ownFacts(book.kept());
      const fact = door && lastOwn(own, door);
      if (!door || !fact) return null;
      await book.note(undoFacts(own, fact, door));
      last = null;
      const { guestId, kind } = fact;
      const name = door.guestOf(guestId)?.maskedName ?? '';
      return {
        kind: 'undone',
        name,
        isExit: kind === 'OUT',
        isStillIn: door.presenceOf(guestId).isInRoom,
      };
    },
  };
}

/** What an answer is noted as: a second scan is a fact too, a second look at the list is none. */
function noteOf({ result }: StewardAnswer, method: Settling['method']): Direction | null {
  if (result === 'LEFT') return 'OUT';
  return result === 'OK' || (result === 'ALREADY' && method === 'SCAN') ? 'IN' : null;
}
