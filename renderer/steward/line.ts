import type { Clock } from '#core/base/time.ts';
import { doorWindowOf } from '#core/events/presence.ts';
import type { Book } from '#renderer/steward/book.ts';
import { unpackCarried } from '#renderer/steward/carried.ts';
import type { Scanned } from '#renderer/steward/door.ts';
import { exchangeAll } from '#renderer/steward/exchange.ts';
import { HubError, type HubProblem, type StewardHub } from '#renderer/steward/hub.ts';
import { isOnlyCarried, waitingFacts, type StewardState } from '#renderer/steward/state.ts';

/** Why a helper is not let go: entries are on this device only, or nowhere but in a file or at another page. */
export type Leaving = 'LEFT' | 'WAITING' | 'ONLY_CARRIED';

/** Who joins a hub: the link's secret, the helper's name, and what an earlier page carried along behind the secret. */
export interface Pairing {
  readonly secret: string;
  readonly name: string;
  readonly carried: string;
}

/** The way to the hub, which may be gone at any moment and for good. */
export interface Line {
  readonly link: () => StewardState['link'];
  /** Returns why not, or null. What was carried along is kept before the hub is asked. */
  readonly pair: (pairing: Pairing) => Promise<HubProblem | null>;
  /** Exchanges until nothing is left to say or hear; failures show in `link`. */
  readonly sync: () => Promise<void>;
  /** Asks the hub of a code that the list does not have; the same is given back where it does not answer. */
  readonly vouch: (typed: string, scanned: Scanned) => Promise<Scanned>;
  /** Ends the session and wipes this browser, if nothing is lost by it; `isSure` also where the entries were carried away. */
  readonly leave: (isSure: boolean) => Promise<Leaving>;
}

/** Which other event it is, is not a helper's to know. */
const notTold = '';

export interface LineParts {
  readonly book: Book;
  readonly hub: StewardHub;
  readonly clock: Clock;
  /** Called whenever the link or what is known has changed. */
  readonly onChange: () => void;
}

/** Makes the way to the hub. */
export function openLine({ book, hub, clock, onChange }: LineParts): Line {
  let link: StewardState['link'] = 'CONNECTING';
  let syncing: Promise<void> | null = null;
  let again: Promise<void> | null = null;

  const wipeWithHub = async (): Promise<void> => {
    await hub.leave().catch(() => undefined);
    await book.wipe();
  };
  const finish = async (): Promise<void> => {
    const { roster, session } = book.kept();
    if (!session || waitingFacts(book.kept()).length > 0) return;
    const isOver =
      roster !== null && (roster.event.status === 'CLOSED' || book.now() > doorWindowOf(roster.event).until);
    if (isOver) await wipeWithHub();
    else if (!session.isOpen) await book.wipe();
  };
  const exchangeOnce = async (): Promise<void> => {
    try {
      await exchangeAll({ kept: book.kept, keep: book.keep, hub, clock });
      link = 'CONNECTED';
    } catch (error) {
      const { session } = book.kept();
      const isOver = error instanceof HubError && error.problem === 'SESSION_ENDED';
      if (isOver && session) await book.keep({ session: { ...session, isOpen: false } });
      link = 'ALONE';
    }
    await finish();
    onChange();
  };
  /** While one exchange is under way, the next begins after it: what was noted meanwhile is said too. */
  const sync = (): Promise<void> => {
    if (!book.kept().session?.isOpen) return Promise.resolve();
    if (syncing) return (again ??= syncing.then(() => ((again = null), sync())));
    syncing = exchangeOnce().finally(() => {
      syncing = null;
    });
    return syncing;
  };
  return {
    link: () => link,
    sync,
    pair: async ({ secret, name, carried }) => {
      try {
        const facts = await unpackCarried(carried);
        const known = new Set(book.kept().facts.map(({ id }) => id));
        await book.keep({ facts: facts.filter(({ id }) => !known.has(id)) });
        const { hubId, eventId, hubName, sessionId } = await hub.pair(secret, name);
        await book.keep({
          session: { hubId, eventId, hubName, sessionId, name, isOpen: true },
          carried: null,
        });
      } catch (error) {
        return error instanceof HubError ? error.problem : 'HUB_FAILED';
      } finally {
        onChange();
      }
      await sync();
      return null;
    },
    vouch: async (typed, scanned) => {
      const of = link === 'CONNECTED' ? await hub.vouch(typed).catch(() => null) : null;
      if (of === 'GENUINE') return { ...scanned, verdict: { result: 'UNKNOWN', isGenuine: true } };
      if (of === 'ELSEWHERE') return { ...scanned, verdict: { result: 'WRONG_EVENT', eventId: notTold } };
      if (of !== 'HERE') return scanned;
      await sync();
      return (await book.door()?.judgeScan(typed)) ?? scanned;
    },
    leave: async (isSure) => {
      await sync();
      const kept = book.kept();
      if (waitingFacts(kept).length > 0 && !isOnlyCarried(kept)) return 'WAITING';
      if (waitingFacts(kept).length > 0 && !isSure) return 'ONLY_CARRIED';
      await wipeWithHub();
      onChange();
      return 'LEFT';
    },
  };
}
