import { ORPCError } from '@orpc/client';
import type { Agenda } from '#test/sim/agenda.ts';
import { hashText } from '#test/sim/random.ts';
import type { CentralClient } from '#workstation/sync/central-client.ts';

/** The calls of a device. */
export type Call = keyof Omit<CentralClient, 'admin' | 'enrol'>;

/** What befalls the next message of a line. */
export type Fate =
  /** The request never arrives; the device learns it by its timeout, or at once where the line says so. */
  | { readonly kind: 'lose-request'; readonly isSilent: boolean }
  /** The request is done at the centre, its answer never comes (or is cut off). */
  | { readonly kind: 'lose-answer'; readonly isSilent: boolean }
  | { readonly kind: 'delay-request' | 'delay-answer'; readonly ms: number }
  /** The request arrives a second time later; nobody waits for the second answer. */
  | { readonly kind: 'repeat-request'; readonly ms: number }
  /** Somebody on the way answers with the page of an earlier request. */
  | { readonly kind: 'old-answer' }
  /** Something that is no centre answers. */
  | { readonly kind: 'portal' };

/** One device's line to the centre. */
export interface Line {
  /** The line as the engine of one life of the program uses it; a later life gets its own. */
  readonly connect: (isAlive: () => boolean, signal: AbortSignal, token: () => string) => CentralClient;
  readonly fates: Fate[];
  isCut: boolean;
  /** True once a digest of another moment was passed off as the present one. */
  isMisled: boolean;
}

/** A request on its way. */
export interface Sent {
  readonly name: Call;
  readonly token: string;
  readonly input: unknown;
}

/** An answer or a refusal, as it travels. */
export type Outcome =
  | { readonly answer: unknown }
  | { readonly error: { readonly code: string; readonly status: number; readonly data: unknown } }
  /** The centre died on it. */
  | { readonly broken: true };

const names: readonly Call[] = [
  'info',
  'push',
  'pull',
  'bootstrap',
  'digest',
  'digestRows',
  'rows',
  'fork',
  'devices',
  'revokeOwn',
];
const timeoutMs = 30_000;
/** How many answers back an old answer reaches. */
const oldest = 4;

/** Makes a line on which messages take some milliseconds, by the seed of the schedule. */
export function createLine(
  agenda: Agenda,
  seed: number,
  serve: (call: Sent) => Promise<Outcome>,
  sending: (call: Sent) => void,
): Line {
  let count = 0;
  const earlier = new Map<Call, { readonly question: string; readonly answer: unknown }[]>();
  const line: Line = { fates: [], isCut: false, isMisled: false, connect };

  function connect(isAlive: () => boolean, signal: AbortSignal, token: () => string): CentralClient {
    const calls = names.map((name) => [
      name,
      (input: unknown) => call({ name, token: token(), input: wire(input ?? {}) }, isAlive, signal),
    ]);
    return Object.fromEntries(calls) as unknown as CentralClient;
  }

  function call(sent: Sent, isAlive: () => boolean, signal: AbortSignal): Promise<unknown> {
    const fate = takeFate(sent.name);
    count += 1;
    const latency = 1 + (hashText(`${seed} ${count}`) % 40);
    sending(sent);
    return new Promise((resolve, reject) => {
      let isOpen = true;
      const end = (settle: () => void) => {
        if (!isOpen) return;
        isOpen = false;
        agenda.drop(timer);
        if (isAlive()) settle();
      };
      const fail = (text: string) => end(() => reject(new TypeError(text)));
      const timer = agenda.plan(timeoutMs, () =>
        end(() => reject(Object.assign(new Error('timeout'), { name: 'TimeoutError' }))),
      );
      signal.addEventListener('abort', () =>
        end(() => reject(Object.assign(new Error('abort'), { name: 'AbortError' }))),
      );
      if (line.isCut) return void agenda.plan(latency, () => fail('fetch failed'));
      if (fate?.kind === 'lose-request') {
        if (!fate.isSilent) agenda.plan(latency, () => fail('connection reset'));
        return;
      }
      if (fate?.kind === 'portal') {
        // What the client makes of an answer it cannot read: the page itself, headers and all.
        const page = new ORPCError('NOT_FOUND', { status: 404, data: { headers: {}, body: '<html>' } });
        agenda.plan(latency, () => end(() => reject(page)));
        return;
      }
      const out = latency + (fate?.kind === 'delay-request' ? fate.ms : 0);
      agenda.plan(out, () => void arrive(sent, { end, fail, fate, latency, resolve, reject }));
      if (fate?.kind === 'repeat-request') {
        agenda.plan(out + fate.ms, () => void serve(wire(sent)));
      }
    });
  }

  /** An old answer is one to the same question: that fate waits for a question which was asked before. */
  function takeFate(name: Call): Fate | undefined {
    const isOwn = ({ kind }: Fate) =>
      kind !== 'old-answer' || (earlier.has(name) && name !== 'info' && name !== 'push');
    const index = line.fates.findIndex(isOwn);
    return index < 0 ? undefined : line.fates.splice(index, 1)[0];
  }

  async function arrive(sent: Sent, waiting: Waiting): Promise<void> {
    const { fate, latency, fail, end } = waiting;
    if (line.isCut) return fail('connection reset');
    const outcome = wire(await serve(wire(sent)));
    if (fate?.kind === 'lose-answer') {
      if (!fate.isSilent) agenda.plan(latency, () => fail('terminated'));
      return;
    }
    const question = JSON.stringify(sent.input);
    const known = earlier.get(sent.name) ?? [];
    // Best of all one to the very same question, as something that keeps copies of pages would give.
    const old =
      fate?.kind === 'old-answer'
        ? (known.find((one) => one.question === question) ?? known[0])?.answer
        : undefined;
    if ('answer' in outcome)
      earlier.set(sent.name, [...known, { question, answer: outcome.answer }].slice(-oldest));
    const back = latency + (fate?.kind === 'delay-answer' ? fate.ms : 0);
    agenda.plan(back, () => {
      if (line.isCut || 'broken' in outcome) return fail('connection reset');
      line.isMisled ||= old !== undefined && sent.name === 'digest';
      if (old !== undefined) return end(() => waiting.resolve(wire(old)));
      if ('answer' in outcome) return end(() => waiting.resolve(outcome.answer));
      const { code, status, data } = outcome.error;
      end(() => waiting.reject(new ORPCError(code, { status, data })));
    });
  }
  return line;
}

interface Waiting {
  readonly fate: Fate | undefined;
  readonly latency: number;
  readonly end: (settle: () => void) => void;
  readonly fail: (text: string) => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What JSON leaves of a value: nothing is shared between the two ends. */
function wire<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
