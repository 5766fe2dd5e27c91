import type { DeskView } from '#core/api/venue.ts';
import type { Id } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { readAddress, readDeskLink, readTypedCode } from '#core/venue/pairing.ts';
import { readRow } from '#db/rows.ts';
import { storeFailureOf } from '#db/store-failure.ts';
import { startDesk, type VenueDesk } from '#workstation/venue/desk.ts';
import { keptDeskOf, type Kept, type KeptDesk } from '#workstation/venue/kept.ts';
import { followHub, type FollowingLink } from '#workstation/venue/link.ts';
import {
  HubCallError,
  type ExpectedHub,
  type HubAddress,
  type HubCallProblem,
} from '#workstation/venue/network.ts';
import { tellScreens, type VenueTools } from '#workstation/venue/tools.ts';

/** A scanned link, or an address and a code as typed. */
export type JoinBy = { readonly link: string } | { readonly address: string; readonly code: string };

export type JoinRefusal =
  | { readonly code: 'BAD_LINK' | 'BAD_ADDRESS' | 'BAD_CODE' | 'OTHER_EVENT' | 'NOT_FOUND' }
  | { readonly code: 'JOIN_FAILED'; readonly data: { readonly problem: HubCallProblem } };

interface Target {
  readonly at: HubAddress;
  readonly expected: ExpectedHub;
  readonly secret: string;
}

interface Running {
  readonly kept: KeptDesk;
  readonly link: FollowingLink;
  readonly desk: VenueDesk;
}

/** This workstation as a desk at another's hub: paired once, back by itself until it leaves or is sent away. */
export class Joining {
  readonly #tools: VenueTools;
  readonly #kept: Kept<KeptDesk>;
  #running: Running | null = null;

  constructor(tools: VenueTools) {
    this.#tools = tools;
    this.#kept = keptDeskOf(tools.station, tools.secrets);
  }

  eventId(): Id | null {
    return this.#running?.kept.eventId ?? null;
  }

  /** Goes on with the session from before the program ended, unless its event is no longer here or over. */
  resume(): void {
    const kept = this.#kept.read();
    const event = kept && readRow(this.#tools.station.db, 'event', kept.eventId)?.data;
    if (kept && event && event.status !== 'CLOSED' && event.status !== 'CANCELLED') this.#start(kept);
  }

  async join(eventId: Id, by: JoinBy): Promise<Result<{ hubName: string }, JoinRefusal>> {
    const { station, network } = this.#tools;
    if (!readRow(station.db, 'event', eventId)) return fail({ code: 'NOT_FOUND' });
    const target = targetOf(by);
    if (!target.ok) return target;
    const { at, expected, secret } = target.value;
    const call = network.call({ at, expected, token: null });
    try {
      const { deviceName: name, deviceId } = station.me;
      const paired = await call.pair({ kind: 'DESK', secret, name, deviceId });
      const fingerprint = call.fingerprint();
      if (paired.token === null || fingerprint === null) throw new HubCallError('HUB_FAILED');
      const { token, hubName } = paired;
      const kept: KeptDesk = { eventId, hubName, ...at, fingerprint, token };
      if (paired.eventId !== eventId) {
        await this.#giveBack(kept);
        return fail({ code: 'OTHER_EVENT' });
      }
      this.#kept.write(kept);
      this.#start(kept);
      return ok({ hubName });
    } catch (error) {
      if (storeFailureOf(error) !== null) throw error;
      const problem = error instanceof HubCallError ? error.problem : 'HUB_FAILED';
      return fail({ code: 'JOIN_FAILED', data: { problem } });
    } finally {
      call.close();
    }
  }

  retry(): void {
    this.#running?.desk.exchangeNow();
  }

  /** Leaves for good; a hub that cannot be told finds out by silence. */
  async leave(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    running.desk.stop();
    this.#kept.write(null);
    await running.link
      .call()
      .leave()
      .catch(() => {});
    running.link.close();
    tellScreens(this.#tools);
  }

  /** Stops exchanging before locking; the session is gone on with after unlocking. */
  end(): void {
    this.#running?.desk.stop();
    this.#running?.link.close();
    this.#running = null;
  }

  view(): DeskView | null {
    if (!this.#running) return null;
    const { kept, link, desk } = this.#running;
    return { hubName: kept.hubName, ...link.at(), standing: desk.status(), problem: link.problem() };
  }

  #start(kept: KeptDesk): void {
    const { station, timers, random } = this.#tools;
    const link = followHub(this.#tools, kept, (at) => this.#kept.write({ ...kept, ...at }));
    const onStatus = (): void => tellScreens(this.#tools);
    const desk = startDesk({ station, eventId: kept.eventId, link, timers, random, onStatus });
    this.#running = { kept, link, desk };
    tellScreens(this.#tools);
  }

  /** A session for another event than this desk stands at is of no use to anybody. */
  async #giveBack({ host, port, fingerprint, token }: KeptDesk): Promise<void> {
    const call = this.#tools.network.call({ at: { host, port }, expected: { fingerprint }, token });
    await call.leave().catch(() => {});
    call.close();
  }
}

function targetOf(by: JoinBy): Result<Target, JoinRefusal> {
  if ('link' in by) {
    const read = readDeskLink(by.link);
    if (!read) return fail({ code: 'BAD_LINK' });
    const { host, port, fingerprint, secret } = read;
    return ok({ at: { host, port }, expected: { fingerprint }, secret });
  }
  const at = readAddress(by.address);
  if (!at) return fail({ code: 'BAD_ADDRESS' });
  const code = readTypedCode(by.code);
  return code ? ok({ at, expected: { pin: code.pin }, secret: code.secret }) : fail({ code: 'BAD_CODE' });
}
