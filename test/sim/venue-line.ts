import {
  VenueLinkError,
  type ExchangeAnswer,
  type ExchangeInput,
  type VenueLink,
} from '#core/venue/exchange.ts';
import type { Agenda } from '#test/sim/agenda.ts';

/** What befalls the next message of a desk. */
export type VenueFate =
  | { readonly kind: 'lose-request' | 'lose-answer' }
  /** Later than the desk waits, so that it arrives after newer ones: messages change places. */
  | { readonly kind: 'delay-request' | 'delay-answer'; readonly ms: number }
  | { readonly kind: 'repeat-request'; readonly ms: number }
  /** The answer to an earlier message comes instead of this one's. */
  | { readonly kind: 'old-answer' };

/** A desk's line to whichever machine is the hub. */
export interface VenueLine {
  readonly fates: VenueFate[];
  isCut: boolean;
  readonly connect: (isAlive: () => boolean) => VenueLink;
}

const timeoutMs = 5_000;

/** Makes a line; `serve` is the hub's end and returns null where no hub answers. */
export function createVenueLine(
  agenda: Agenda,
  serve: (input: ExchangeInput) => ExchangeAnswer | null,
): VenueLine {
  const earlier: ExchangeAnswer[] = [];
  const line: VenueLine = { fates: [], isCut: false, connect };
  let count = 0;

  function connect(isAlive: () => boolean): VenueLink {
    return { exchange: (input) => call(copy(input), isAlive) };
  }

  function call(input: ExchangeInput, isAlive: () => boolean): Promise<ExchangeAnswer> {
    const fate = line.fates.shift();
    count += 1;
    const latency = 1 + ((count * 7) % 13);
    return new Promise((resolve, reject) => {
      let isOpen = true;
      const end = (settle: () => void): void => {
        if (!isOpen) return;
        isOpen = false;
        agenda.drop(timer);
        if (isAlive()) settle();
      };
      const fail = (): void => end(() => reject(new VenueLinkError('UNREACHABLE')));
      const timer = agenda.plan(timeoutMs, fail);
      const arrive = (): void => {
        const answer = line.isCut ? null : answerTo(input);
        if (fate?.kind === 'lose-answer') return;
        const back = latency + (fate?.kind === 'delay-answer' ? fate.ms : 0);
        agenda.plan(back, () => {
          const given = fate?.kind === 'old-answer' ? (earlier[0] ?? answer) : answer;
          if (answer) earlier.splice(0, Infinity, ...[...earlier, answer].slice(-3));
          if (line.isCut || !given) fail();
          else end(() => resolve(copy(given)));
        });
      };
      if (line.isCut) return void agenda.plan(latency, fail);
      if (fate?.kind === 'lose-request') return;
      const out = latency + (fate?.kind === 'delay-request' ? fate.ms : 0);
      agenda.plan(out, arrive);
      if (fate?.kind === 'repeat-request') agenda.plan(out + fate.ms, () => void answerTo(input));
    });
  }

  function answerTo(input: ExchangeInput): ExchangeAnswer | null {
    const answer = serve(copy(input));
    return answer && copy(answer);
  }
  return line;
}

/** What JSON leaves of a value: nothing is shared between the two ends. */
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
