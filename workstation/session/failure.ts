import { ORPCError } from '@orpc/server';

/** An expected failure of setting up, unlocking or recovering, by the code the contract declares. */
export type SessionFailure =
  | {
      readonly code:
        | 'WEAK_PASSPHRASE'
        | 'CENTRAL_UNREACHABLE'
        | 'CENTRAL_VERSION'
        | 'CODE_REFUSED'
        | 'ALREADY_SET_UP'
        | 'MISTYPED_RECOVERY_KEY';
    }
  | {
      readonly code: 'WRONG_PASSPHRASE' | 'WRONG_RECOVERY_KEY' | 'TOO_MANY_TRIES';
      readonly data: { readonly waitMs: number };
    }
  | { readonly code: 'UNSYNCED'; readonly data: { readonly waiting: number; readonly checkIns: number } }
  | { readonly code: 'STORE_REFUSED' | 'FOLDER_FAILED'; readonly data: { readonly code: string } };

/** Turns a failure into the typed error that the contract declares for it. */
export function sessionError(failure: SessionFailure): ORPCError<string, unknown> {
  return new ORPCError(failure.code, { data: 'data' in failure ? failure.data : undefined });
}
