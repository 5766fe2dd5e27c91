import type { Id, Random } from '#core/base/ids.ts';
import type { ExchangeAnswer, ExchangeInput, VenueLink } from '#core/venue/exchange.ts';
import type { DeskStatus } from '#core/venue/venue-status.ts';
import { countToOffer, venueStandOf } from '#db/queries/venue.ts';
import type { Station } from '#workstation/station.ts';
import { backoff, type Timers } from '#workstation/sync/pace.ts';
import { nextOffer, problemOf, takeAnswer } from '#workstation/venue/exchange.ts';

/** How often a connected desk asks for what others did, and how soon after an own entry. */
const askMs = 1_000;
const soonMs = 30;
/** The longest a desk that is alone waits before it tries again: guests are standing at the door. */
const retryMostMs = 10_000;

export interface VenueDeskOptions {
  readonly station: Station;
  readonly eventId: Id;
  readonly link: VenueLink;
  readonly timers: Timers;
  readonly random: Random;
  /** Called when the standing changed in a way a screen shows. */
  readonly onStatus?: () => void;
}

/** A desk that exchanges with a hub by itself until it is stopped. */
export interface VenueDesk {
  readonly status: () => DeskStatus;
  /** Tries now instead of waiting for the next turn. */
  readonly exchangeNow: () => void;
  /** Stops asking; an answer that still comes is not taken. Safe to call again. */
  readonly stop: () => void;
}

/**
 * Starts exchanging with a hub. Whatever the link or this desk's disk does, the door goes on: what was not handed on is
 * offered again, what was not heard is asked for again.
 */
export function startDesk(options: VenueDeskOptions): VenueDesk {
  return new DeskLoop(options);
}

type Standing = Omit<DeskStatus, 'notHandedOn'>;

class DeskLoop implements VenueDesk {
  private readonly options: VenueDeskOptions;
  private readonly unsubscribe: () => void;
  private standing: Standing = { state: 'CONNECTING', aloneSince: null, problem: null, clockAheadMs: null };
  private failures = 0;
  private timer: unknown = null;
  private isUnderWay = false;
  private isTaking = false;
  private isStopped = false;

  constructor(options: VenueDeskOptions) {
    this.options = options;
    this.unsubscribe = options.station.live.subscribe('signal', (signal) => {
      if (signal.kind !== 'rows' || this.isTaking || this.standing.state !== 'CONNECTED') return;
      if (signal.entities.some((kind) => kind === 'checkIn' || kind === 'guest')) this.plan(soonMs);
    });
    this.plan(0);
  }

  status(): DeskStatus {
    const { station, eventId } = this.options;
    const hubId = venueStandOf(station.db, eventId)?.hubId ?? null;
    return { ...this.standing, notHandedOn: countToOffer(station.db, eventId, hubId) };
  }

  exchangeNow(): void {
    if (this.standing.state !== 'ENDED') this.plan(0);
  }

  stop(): void {
    this.isStopped = true;
    this.unsubscribe();
    this.plan(0);
  }

  private plan(delayMs: number): void {
    const { timers } = this.options;
    if (this.timer !== null) timers.clear(this.timer);
    this.timer = this.isStopped || this.isUnderWay ? null : timers.set(() => void this.turn(), delayMs);
  }

  private async turn(): Promise<void> {
    this.timer = null;
    this.isUnderWay = true;
    const hasMore = await this.exchange();
    this.isUnderWay = false;
    if (this.standing.state !== 'ENDED') this.plan(this.delay(hasMore));
  }

  private delay(hasMore: boolean): number {
    if (this.failures > 0) return Math.min(retryMostMs, backoff(this.failures, this.options.random));
    return hasMore ? 0 : askMs;
  }

  /** One message and its answer; true where more is to be said or heard at once. */
  private async exchange(): Promise<boolean> {
    const { station, eventId, link } = this.options;
    try {
      const offer = nextOffer(station, eventId);
      const answer = await link.exchange(offer);
      if (this.isStopped) return false;
      this.isTaking = true;
      takeAnswer(station, eventId, answer);
      this.move({
        state: 'CONNECTED',
        aloneSince: null,
        problem: null,
        clockAheadMs: station.clock() - answer.now,
      });
      this.failures = 0;
      return this.hasMore(offer, answer);
    } catch (error) {
      if (!this.isStopped) this.goOnAlone(problemOf(error));
      return false;
    } finally {
      this.isTaking = false;
    }
  }

  /** Never true without progress: a hub that answers nonsense is asked at leisure. */
  private hasMore(
    offer: ExchangeInput,
    { hubId, next, more, acknowledged, refused }: ExchangeAnswer,
  ): boolean {
    const { station, eventId } = this.options;
    const isOther = hubId !== offer.hubId;
    const isSaid = acknowledged.length + refused.length > 0;
    if (more && (isOther || next > offer.since)) return true;
    return (isOther || isSaid) && countToOffer(station.db, eventId, hubId) > 0;
  }

  private goOnAlone(problem: NonNullable<DeskStatus['problem']>): void {
    this.failures += 1;
    const aloneSince = this.standing.aloneSince ?? this.options.station.clock();
    this.move({ ...this.standing, state: problem === 'ENDED' ? 'ENDED' : 'ALONE', aloneSince, problem });
  }

  private move(next: Standing): void {
    const isNews = next.state !== this.standing.state || next.problem !== this.standing.problem;
    this.standing = next;
    if (isNews) this.options.onStatus?.();
  }
}
