import { safeStorage } from 'electron';
import type { FromService } from '#electron/shared/messages.ts';

/** True where the OS keychain really encrypts: Chromium's plain-text fallback on Linux does not count ([SH25]). */
export async function hasKeychain(platform: NodeJS.Platform = process.platform): Promise<boolean> {
  try {
    if (platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) {
      return false;
    }
    return await safeStorage.isAsyncEncryptionAvailable();
  } catch {
    return false;
  }
}

/** Does one keychain task for the workstation's process; null when the keychain refuses. */
export async function keychainTask({
  task,
  bytes,
}: Extract<FromService, { kind: 'keychain' }>): Promise<Uint8Array | null> {
  try {
    if (task === 'encrypt') {
      return new Uint8Array(await safeStorage.encryptStringAsync(Buffer.from(bytes).toString('base64')));
    }
    const { result } = await safeStorage.decryptStringAsync(Buffer.from(bytes));
    return new Uint8Array(Buffer.from(result, 'base64'));
  } catch {
    return null;
  }
}
