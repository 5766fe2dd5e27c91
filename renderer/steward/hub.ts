import type { ExchangeAnswer, ExchangeInput, Voucher } from '#core/venue/exchange.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';
import type { PairAnswer, VenueRefusal, VouchAnswer } from '#core/venue/wire.ts';

/** Why the hub gave no answer: not reached, or refused with its code. */
export type HubProblem = 'UNREACHABLE' | VenueRefusal;

/** Thrown by a call that got no answer. */
export class HubError extends Error {
  readonly problem: HubProblem;

  constructor(problem: HubProblem) {
    super(`The hub gave no answer: ${problem}`);
    this.problem = problem;
  }
}

/** The hub this page was served by. Every call rejects with `HubError`. */
export interface StewardHub {
  readonly pair: (secret: string, name: string) => Promise<PairAnswer>;
  readonly exchange: (input: ExchangeInput) => Promise<ExchangeAnswer>;
  readonly roster: () => Promise<StewardRoster>;
  readonly vouch: (typed: string) => Promise<Voucher>;
  readonly leave: () => Promise<void>;
}

/** Longer than a busy hub takes, shorter than a helper waits before asking what is wrong. */
const patienceMs = 8000;
/** A guest stands and waits for this answer, and there is one without it. */
const vouchWithinMs = 1500;

/** Talks to the hub; the session is a cookie that this page cannot read. */
export function createStewardHub(fetcher: typeof fetch): StewardHub {
  const call = async (path: string, body: unknown, withinMs = patienceMs): Promise<unknown> => {
    const answer = await fetcher(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(withinMs),
    }).catch(() => Promise.reject(new HubError('UNREACHABLE')));
    const said: unknown = await answer.json().catch(() => Promise.reject(new HubError('UNREACHABLE')));
    if (!answer.ok) throw new HubError((said as { code?: VenueRefusal }).code ?? 'HUB_FAILED');
    return said;
  };
  return {
    pair: async (secret, name) =>
      (await call('/venue/pair', { kind: 'STEWARD', secret, name })) as PairAnswer,
    exchange: async (input) => (await call('/venue/exchange', input)) as ExchangeAnswer,
    roster: async () => (await call('/venue/roster', {})) as StewardRoster,
    vouch: async (typed) => ((await call('/venue/vouch', { typed }, vouchWithinMs)) as VouchAnswer).of,
    leave: async () => void (await call('/venue/leave', {})),
  };
}
