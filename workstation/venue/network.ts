import type { Result } from '#core/base/result.ts';
import type { ExchangeAnswer, ExchangeInput, VenueLink } from '#core/venue/exchange.ts';
import type { PairAnswer, PairInput, VenueRefusal, VouchAnswer } from '#core/venue/wire.ts';
import type { StewardRoster } from '#core/venue/steward-roster.ts';

/** A hub's certificate and its key, PEM; made anew for each event. */
export interface HubIdentity {
  readonly key: string;
  readonly certificate: string;
  /** SHA-256 of the certificate, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
}

/** What a visitor proves a session with: a desk its token, a browser its cookie. */
export interface Credential {
  readonly kind: 'DESK' | 'STEWARD';
  readonly token: string;
}

/** A session just made: the answer, and until when a browser keeps its cookie. */
export interface Paired {
  readonly answer: PairAnswer;
  readonly token: string;
  readonly keepForMs: number;
}

/** What the server asks of the workstation behind it. Nothing else of the workstation can be reached from the LAN. */
export interface HubDoor {
  readonly pair: (input: PairInput, from: string) => Result<Paired, VenueRefusal>;
  readonly exchange: (credential: Credential, input: ExchangeInput) => Result<ExchangeAnswer, VenueRefusal>;
  readonly roster: (credential: Credential) => Result<StewardRoster, VenueRefusal>;
  readonly vouch: (credential: Credential, typed: string) => Result<VouchAnswer, VenueRefusal>;
  readonly leave: (credential: Credential) => Result<null, VenueRefusal>;
  /** Somebody was refused: the host sees it. */
  readonly refused: (from: string, reason: VenueRefusal | 'OLD_TLS' | 'FLOOD') => void;
}

/** A hub's server on the LAN. */
export interface HubServer {
  readonly port: number;
  /** Says goodbye on the network and closes every connection. */
  readonly close: () => Promise<void>;
}

export interface ServeOptions {
  readonly identity: HubIdentity;
  /** Tried in this order; 0 means any that is free. */
  readonly ports: readonly number[];
  /** Under what name other desks find it; not the event's: everybody on the LAN reads it. */
  readonly name: string;
  readonly door: HubDoor;
}

/** A hub that announced itself on the LAN. Whether it is the right one, its certificate says. */
export interface FoundHub {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** The first 16 digits of its certificate's fingerprint. */
  readonly mark: string;
}

/** Which certificate a desk expects: all of it, or what a typed code says of it. */
export type ExpectedHub = { readonly fingerprint: string } | { readonly pin: string };

export interface HubAddress {
  readonly host: string;
  readonly port: number;
}

/** A desk's way to one hub. Its calls throw `HubCallError`. */
export interface HubCall extends VenueLink {
  readonly pair: (input: PairInput) => Promise<PairAnswer>;
  readonly leave: () => Promise<void>;
  /** The certificate the hub showed; null before the first answer. */
  readonly fingerprint: () => string | null;
  readonly close: () => void;
}

export interface CallOptions {
  readonly at: HubAddress;
  readonly expected: ExpectedHub;
  /** Null while pairing. */
  readonly token: string | null;
}

/** Why a hub gave no answer. */
export type HubCallProblem = VenueRefusal | 'UNREACHABLE' | 'CERTIFICATE_CHANGED';

/** Thrown by a call that got no answer, or a refusal. */
export class HubCallError extends Error {
  readonly problem: HubCallProblem;

  constructor(problem: HubCallProblem, cause?: unknown) {
    super(`The hub gave no answer: ${problem}`, { cause });
    this.problem = problem;
  }
}

/** The venue's LAN, as the shell provides it. */
export interface VenueNetwork {
  readonly makeIdentity: () => Promise<HubIdentity>;
  /** What a typed code says of a certificate: eight letters, slow to make on purpose. */
  readonly pinOf: (fingerprint: string) => Promise<string>;
  /** Rejects with the system's error where no port is to be had (EADDRINUSE, EACCES). */
  readonly serve: (options: ServeOptions) => Promise<HubServer>;
  /** This machine's addresses on a LAN, most likely first; empty without a network. */
  readonly addresses: () => string[];
  /** Looks for hubs until stopped. */
  readonly browse: () => { readonly found: () => FoundHub[]; readonly stop: () => void };
  readonly call: (options: CallOptions) => HubCall;
}
