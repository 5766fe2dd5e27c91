import type { SessionStatus } from '#core/api/session.ts';

/** Asked of main by the page's preload: hand me a port to the workstation. */
export const portWanted = 'zhike:port-wanted';
/** Answered with the port. */
export const portGiven = 'zhike:port';
/** The property that tells the screen it runs in the desktop shell. */
export const desktopMarker = 'zhikeDesktop';

/** What the workstation's process is started with. */
export interface ServiceOrder {
  readonly dataDir: string;
  readonly programDir: string;
  readonly version: string;
  readonly language: SessionStatus['language'];
  readonly proposal: SessionStatus['proposal'];
  readonly centralUrl: string | null;
  readonly clockOffsetMs: number;
  readonly hasKeychain: boolean;
}

/** Main to the workstation's process. */
export type ToService =
  | { readonly kind: 'start'; readonly order: ServiceOrder }
  /** Comes with a port: serve one more screen. */
  | { readonly kind: 'port' }
  | { readonly kind: 'keychain'; readonly id: number; readonly bytes: Uint8Array | null }
  | { readonly kind: 'close' };

/** The workstation's process to main. */
export type FromService =
  | {
      readonly kind: 'keychain';
      readonly id: number;
      readonly task: 'encrypt' | 'decrypt';
      readonly bytes: Uint8Array;
    }
  /** How many clients wait in the call queue; null while locked. */
  | { readonly kind: 'queue'; readonly count: number | null }
  | { readonly kind: 'language'; readonly language: SessionStatus['language'] }
  | { readonly kind: 'bug'; readonly line: string }
  /** Callbacks are due: `time` is the first one's, `name` is null unless it may be read on a locked screen. */
  | {
      readonly kind: 'reminder';
      readonly count: number;
      readonly time: string;
      readonly name: string | null;
      readonly clientId: string;
      readonly isMissed: boolean;
      readonly isSilent: boolean;
    }
  /** Everything is on disk and the store is closed. */
  | { readonly kind: 'closed' };
