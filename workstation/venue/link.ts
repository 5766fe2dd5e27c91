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

/** Of so many tries that fail, one goes to another address that was announced; the others to the known one. */
const otherEvery = 2;

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
  let isClosed = false;

  function callAt(at: HubAddress): HubCall {
    return network.call({ at, expected: { fingerprint: desk.fingerprint }, token: desk.token });
  }
  const stopLooking = (): void => {
    browser?.stop();
    browser = null;
  };
  const nextAddress = (): HubAddress => {
    const mark = desk.fingerprint.slice(0, 16);
    const others = (browser?.found() ?? []).filter(
      (hub) => hub.mark === mark && (hub.host !== known.host || hub.port !== known.port),
    );
    return others[Math.floor(failures / otherEvery) % Math.max(1, others.length)] ?? known;
  };
  return {
    exchange: async (input) => {
      const at = failures > 0 && failures % otherEvery === 0 ? nextAddress() : known;
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
        failures += 1;
        if (!isClosed) browser ??= network.browse();
        // A stranger at an announced address says nothing of the hub; a refusal comes from whoever has its certificate.
        const said = problemOf(error);
        const isStranger = asked !== call && (said === 'UNREACHABLE' || said === 'CERTIFICATE_CHANGED');
        if (isStranger) throw new VenueLinkError('UNREACHABLE', error);
        problem = said;
        throw error;
      }
    },
    problem: () => problem,
    at: () => known,
    call: () => call,
    close: () => {
      isClosed = true;
      stopLooking();
      call.close();
    },
  };
}

function problemOf(error: unknown): HubCallProblem {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof HubCallError ? cause.problem : 'UNREACHABLE';
}
