import type { Id } from '#core/base/ids.ts';
import type { StewardGuest } from '#core/venue/steward-roster.ts';
import { createAnswering, type Direction } from '#renderer/steward/answering.ts';
import { openBook, type BookParts } from '#renderer/steward/book.ts';
import { packCarried } from '#renderer/steward/carried.ts';
import {
  factsToCarry,
  writeStewardFile,
  type KdfCost,
  type WrittenFile,
} from '#renderer/steward/hand-over.ts';
import type { HubProblem, StewardHub } from '#renderer/steward/hub.ts';
import { openLine, type Leaving, type Pairing } from '#renderer/steward/line.ts';
import { stateOf, type StewardShown, type StewardState } from '#renderer/steward/state.ts';

/** What a steward's desk works with. */
export interface StewardParts extends BookParts {
  readonly hub: StewardHub;
  /** The cost of a file's passphrase; only tests have another than the format's. */
  readonly fileCost?: KdfCost;
  /** Called after every change of the state. */
  readonly onChange: () => void;
}

/** The desk of a helper: judges by itself, keeps what it notes, and exchanges with the hub while there is one. */
export interface StewardDesk {
  readonly state: () => StewardState;
  /** Answers what a scanner typed or the camera saw. */
  readonly scan: (typed: string, direction: Direction) => Promise<void>;
  /** Answers a guest found by search or chosen among several. */
  readonly pick: (guestId: Id, direction: Direction) => Promise<void>;
  /** Takes back the last own entry or exit that stands. */
  readonly undo: () => Promise<void>;
  readonly clear: () => void;
  readonly guests: () => readonly StewardGuest[];
  readonly isIn: (guestId: Id) => boolean;
  /** Pairs with a link's secret. Returns why not, or null. */
  readonly pair: (pairing: Pairing) => Promise<HubProblem | null>;
  /** Exchanges until nothing is left to say or hear; failures show in the state. */
  readonly sync: () => Promise<void>;
  /** Ends the session and wipes this browser, unless entries would be lost by it. */
  readonly leave: (isSure: boolean) => Promise<Leaving>;
  /** Writes what this helper noted as an encrypted file for any host's desk; null where there is nothing. */
  readonly writeFile: () => Promise<WrittenFile | null>;
  /** Writes what this helper noted for the link to another hub's page. */
  readonly packed: () => Promise<CarriedText>;
  /** Notes what was carried away from here, so that the helper may leave. */
  readonly markCarried: (ids: readonly Id[]) => Promise<void>;
}

/** What a link carries along. */
export interface CarriedText {
  readonly text: string;
  readonly ids: readonly Id[];
}

/** Opens the desk with what this browser kept. Rejects where the browser's database cannot be read. */
export async function openStewardDesk(parts: StewardParts): Promise<StewardDesk> {
  const { hub, clock, newId, fileCost: cost, onChange } = parts;
  const book = await openBook(parts);
  let shown: StewardShown | null = null;
  const line = openLine({ book, hub, clock, onChange: () => changed() });
  const answering = createAnswering({ book, clock, vouch: line.vouch });
  const stateNow = (): StewardState =>
    stateOf({
      kept: book.kept(),
      door: book.door(),
      link: line.link(),
      hasEnded: book.isWiped(),
      shown: book.isWiped() ? null : shown,
    });
  let state = stateNow();
  const changed = (): void => {
    state = stateNow();
    onChange();
  };
  const show = (next: StewardShown | null): void => {
    shown = next;
    changed();
  };
  let tail: Promise<unknown> = Promise.resolve();
  /** One after the other: a second scan is judged with the first one's fact. */
  const inTurn = async (work: () => Promise<StewardShown | null>): Promise<void> => {
    const turn = tail.then(work).then(
      (next) => next && show(next),
      () => show({ kind: 'failed', why: 'NOT_SAVED' }),
    );
    tail = turn;
    await turn;
    void line.sync();
  };
  const markCarried = async (ids: readonly Id[]): Promise<void> => {
    await book.keep({ carried: ids });
    changed();
  };
  return {
    state: () => state,
    guests: () => book.door()?.guests ?? [],
    isIn: (guestId) => book.door()?.presenceOf(guestId).isInRoom === true,
    clear: () => show(null),
    scan: (typed, direction) => inTurn(() => answering.scan(typed, direction)),
    pick: (guestId, direction) => inTurn(() => answering.pick(guestId, direction)),
    undo: () => inTurn(answering.undo),
    pair: line.pair,
    sync: line.sync,
    leave: line.leave,
    writeFile: async () => {
      const facts = factsToCarry(book.kept());
      const written = await writeStewardFile(facts, { now: book.now(), newId, cost });
      if (written) await markCarried(facts.map(({ id }) => id));
      return written;
    },
    packed: async () => {
      const facts = factsToCarry(book.kept());
      return { text: await packCarried(facts), ids: facts.map(({ id }) => id) };
    },
    markCarried,
  };
}
