import type { SessionStatus } from '#core/api/session.ts';

/** What the book of a new centre holds. */
export interface BookWish {
  readonly kind: 'sample' | 'empty';
  /** Clients of a sample book. */
  readonly clients: number;
}

/** Orders to the central process. */
export interface CentralOrder {
  readonly dataDir: string;
  readonly port: number;
  /** Made when the folder has none yet; kept otherwise. */
  readonly book: BookWish;
  /** Added to this machine's clock: a rehearsal at another time of day. */
  readonly clockOffsetMs?: number;
}

export interface CentralReady {
  readonly url: string;
  readonly adminToken: string;
  readonly book: SavedBook;
  /** True when this start made the book. */
  readonly isNew: boolean;
}

/** The branch and managers of this folder's centre, remembered beside its data. */
export interface SavedBook {
  readonly kind: BookWish['kind'];
  readonly clients: number;
  readonly rows: number;
  readonly tenantId: string;
  readonly managers: readonly { readonly id: string; readonly name: string }[];
}

/** Orders to the workstation process. */
export interface WorkstationOrder {
  readonly dataDir: string;
  readonly port: number;
  readonly assetsDir: string;
  readonly version: string;
  readonly language: SessionStatus['language'];
  readonly proposal: SessionStatus['proposal'];
  readonly centralUrl: string | null;
  /** Signs the browser's cookie, base64; the same over restarts of the process. */
  readonly secret: string;
  /** Added to this machine's clock: a rehearsal at another time of day. */
  readonly clockOffsetMs?: number;
}

export interface WorkstationReady {
  readonly url: string;
  readonly port: number;
  readonly status: SessionStatus;
}

/** What a process of ours says to the one that started it. */
export type Report<Ready> =
  | { readonly kind: 'ready'; readonly ready: Ready }
  | { readonly kind: 'progress'; readonly text: string; readonly count: number }
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string };
