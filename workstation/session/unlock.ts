import { fail, ok, type Result } from '#core/base/result.ts';
import type { Clock } from '#core/base/time.ts';
import { openWithPassphrase, openWithRecoveryKey, type KeyFile } from '#db/vault.ts';
import type { TryCounter } from '#db/vault-tries.ts';
import type { SessionFailure } from '#workstation/session/failure.ts';

/** A locked book: its key file and the count of wrong tries. */
export interface LockedBook {
  readonly keyFile: KeyFile;
  readonly tries: TryCounter;
  readonly clock: Clock;
}

type KeyFound = Result<Uint8Array, SessionFailure>;

/** Finds the store key with the passphrase; every wrong try makes the next wait longer ([ST5]). */
export async function keyByPassphrase(
  { keyFile, tries, clock }: LockedBook,
  text: string,
): Promise<KeyFound> {
  const waitMs = tries.waitMs(clock());
  if (waitMs > 0) return fail({ code: 'TOO_MANY_TRIES', data: { waitMs } });
  tries.begin(clock());
  const opened = await openWithPassphrase(keyFile, text);
  if (!opened.ok) return fail({ code: 'WRONG_PASSPHRASE', data: { waitMs: tries.waitMs(clock()) } });
  tries.succeed();
  return opened;
}

/** Finds the store key with the recovery key; a slip of the pen does not count as a try ([ST6]). */
export function keyByRecovery({ keyFile, tries, clock }: LockedBook, text: string): KeyFound {
  const waitMs = tries.waitMs(clock());
  if (waitMs > 0) return fail({ code: 'TOO_MANY_TRIES', data: { waitMs } });
  const opened = openWithRecoveryKey(keyFile, text);
  if (!opened.ok && opened.error === 'MISTYPED') return fail({ code: 'MISTYPED_RECOVERY_KEY' });
  if (!opened.ok) {
    tries.begin(clock());
    return fail({ code: 'WRONG_RECOVERY_KEY', data: { waitMs: tries.waitMs(clock()) } });
  }
  tries.succeed();
  return ok(opened.value);
}
