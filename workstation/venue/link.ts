import { VenueLinkError, type VenueLink } from '#core/venue/exchange.ts';
import {
  HubCallError,
  type HubAddress,
  type HubCall,
  type HubCallProblem,
} from '#workstation/venue/network.ts';
import type { KeptDesk } from '#workstation/venue/kept.ts';
import type { VenueTools } from '#workstation/venue/tools.ts';

/** A desk's way to its hub that follows the hub when its address changes. */
export interface FollowingLink extends VenueLink {
  /** Why the last exchange failed; null after one that did not. */
  readonly problem: () => HubCallProblem | null;
  readonly at: () => HubAddress;
  readonly call: () => HubCall;
  readonly close: () => void;
}

/** How often the network is asked for the hub's new address while it cannot be reached. */
const tellMoved = 2;

/**
 * Calls the hub where it was last reached; where it does not answer, also where a hub with the same mark announces itself. The
 * pinned certificate decides which of them it is, so that nobody can lead a desk astray: a liar only costs a try.
 */
export function followHub(
  { network }: Pick<VenueTools, 'network'>,
  desk: KeptDesk,
  onMoved: (at: HubAddress) => void,
): FollowingLink {
  let known: HubAddress = { host: desk.host, port: desk.port };
  let call = callAt(known);
  let failures = 0;
  let problem: HubCallProblem | null = null;
  let browser: ReturnType<VenueTools['network']['browse']> | null = null;

  function callAt(at: HubAddress): HubCall {
    return network.call({ at, expected: { fingerprint: desk.fingerprint }, token: desk.token });
  }
  const stopLooking = (): void => {
    browser?.stop();
    browser = null;
  };
  /** Every second failure another address that was announced is tried, in turn; the known one in between. */
  const nextAddress = (): HubAddress => {
    const mark = desk.fingerprint.slice(0, 16);
    const others = (browser?.found() ?? []).filter(
      (hub) => hub.mark === mark && (hub.host !== known.host || hub.port !== known.port),
    );
    return others[Math.floor(failures / tellMoved) % Math.max(1, others.length)] ?? known;
  };
  return {
    exchange: async (input) => {
      const at = failures > 0 && failures % tellMoved === 0 ? nextAddress() : known;
      const asked = at === known ? call : callAt(at);
      try {
        const answer = await asked.exchange(input);
        if (asked !== call) {
          call.close();
          call = asked;
          known = { host: at.host, port: at.port };
          onMoved(known);
        }
        failures = 0;
        problem = null;
        stopLooking();
        return answer;
      } catch (error) {
        if (asked !== call) asked.close();
        // What a stranger at an announced address answers says nothing of the hub.
        else problem = problemOf(error);
        failures += 1;
        browser ??= network.browse();
        throw asked === call ? error : new VenueLinkError('UNREACHABLE', error);
      }
    },
    problem: () => problem,
    at: () => known,
    call: () => call,
    close: () => {
      stopLooking();
      call.close();
    },
  };
}

function problemOf(error: unknown): HubCallProblem {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof HubCallError ? cause.problem : 'UNREACHABLE';
}
