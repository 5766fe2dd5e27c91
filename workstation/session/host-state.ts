import { existsSync } from 'node:fs';
import type { SessionStatus } from '#core/api/session.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { folderProblemOf, lockFolder } from '#db/folder-lock.ts';
import { readMigrations } from '#db/migrate.ts';
import { unsyncedHere, type Unsynced } from '#db/queries/outbox.ts';
import { secretBox } from '#db/secret-box.ts';
import { isDamage } from '#db/store-failure.ts';
import { openTryCounter } from '#db/vault-tries.ts';
import type { HostOptions } from '#workstation/create-host.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import { bookPaths, discardSetup, examineBook, openBook } from '#workstation/session/book.ts';
import {
  freshDevice,
  readDeviceFile,
  writeDeviceFile,
  type DeviceFile,
} from '#workstation/session/device-file.ts';
import { destroyKey, eraseBook } from '#workstation/session/erasure.ts';
import { finishRepair } from '#workstation/session/repair.ts';
import { keepRescueOf } from '#workstation/session/rescue.ts';
import { startSession, type RunningSession, type SessionTools } from '#workstation/session/running.ts';
import type { LockedBook } from '#workstation/session/unlock.ts';

type Standing =
  | { readonly kind: 'setup' }
  | { readonly kind: 'locked'; readonly book: LockedBook }
  | { readonly kind: 'open'; readonly running: RunningSession }
  /** Revoked: everything is handed in before the copy is erased; or removed by hand. No command reaches the store any more. */
  | { readonly kind: 'ending'; readonly running: RunningSession; readonly why: 'REVOKED' | 'REMOVED' }
  | { readonly kind: 'refused'; readonly problem: string };

/** The store was not opened; the code says why, in words the screen has. */
type StoreRefused = { readonly code: 'STORE_REFUSED'; readonly data: { readonly code: string } };

/**
 * Where the workstation of a folder stands: nothing there, locked, open, ending, or refused with a reason. Each change
 * of that is made here and told to the screens; which command leads to which is the host's to say.
 */
export class HostState {
  readonly live = createLiveBus();
  readonly paths: ReturnType<typeof bookPaths>;
  readonly #options: HostOptions;
  readonly #onErase: () => void;
  readonly #lock: ReturnType<typeof lockFolder>;
  #standing: Standing;
  #device: DeviceFile;
  /** The store's key while it is open, or refused as damaged: a repair needs it. */
  #key: Uint8Array | null = null;
  /** What waited for the centre when the session that ran last was ended. */
  #waiting: number | null = null;

  /** `onErase` is asked once a revoked copy has handed everything in; it calls `erase` in its turn. */
  constructor(options: HostOptions, onErase: () => void) {
    this.#options = options;
    this.#onErase = onErase;
    this.paths = bookPaths(options.dataDir);
    this.#device = readDeviceFile(options.dataDir);
    this.#lock = lockFolder(options.dataDir);
    this.#standing = this.#lock.ok ? this.#examine() : { kind: 'refused', problem: this.#lock.error };
  }

  get standing(): Standing {
    return this.#standing;
  }

  get device(): DeviceFile {
    return this.#device;
  }

  /** Where a repair could begin: the store was refused as damaged and its key is known. */
  get repairKey(): Uint8Array | null {
    return this.#standing.kind === 'refused' ? this.#key : null;
  }

  status(): SessionStatus {
    const me = this.#standing.kind === 'open' ? this.#standing.running.station.me : null;
    return {
      state: this.#standing.kind === 'ending' ? 'refused' : this.#standing.kind,
      shell: this.#options.shell,
      language: this.#device.language,
      problem: this.#problem(),
      canRepair: this.repairKey !== null,
      waiting: this.#standing.kind === 'locked' ? this.#waiting : null,
      managerId: me?.managerId ?? null,
      managerName: me?.managerName ?? null,
      branchName: me?.branchName ?? null,
      deviceName: me?.deviceName ?? null,
      version: this.#options.version,
      proposal: this.#standing.kind === 'setup' ? (this.#options.proposal ?? null) : null,
    };
  }

  /** The book to unlock, or null when it is open already. A refused one is looked at again: the cause may be gone. */
  lockedBook(): Result<LockedBook | null, StoreRefused> {
    if (this.#standing.kind === 'refused') this.lookAgain();
    if (this.#standing.kind === 'locked') return ok(this.#standing.book);
    if (this.#standing.kind === 'open') return ok(null);
    const code = this.#problem() ?? 'STORE_MISSING';
    return fail({ code: 'STORE_REFUSED', data: { code } });
  }

  /** Looks at a refused folder once more: the cause may be gone. */
  lookAgain(): void {
    this.#forgetKey();
    if (this.#lock.ok) this.#standing = this.#examine();
  }

  /**
   * Opens the store and starts the session; the key is kept while it is open or can be repaired. `seal` runs while the
   * store is known to be good.
   */
  start(key: Uint8Array, seal?: () => void): Result<undefined, StoreRefused> {
    const { migrationsDir, clock, newId, startSync, centralUrl, venue } = this.#options;
    const book = openBook(this.paths, key, readMigrations(migrationsDir));
    this.#forgetKey();
    if (book.ok || isDamaged(book.error)) this.#key = key;
    else key.fill(0);
    if (!book.ok) return this.#refuse(book.error);
    try {
      seal?.();
    } catch (error) {
      book.value.db.close();
      this.#forgetKey();
      return fail({ code: 'STORE_REFUSED', data: { code: folderProblemOf(error) } });
    }
    const { randomBytes } = this.#options.vault;
    keepRescueOf(book.value.db, { file: this.paths.rescue, key, randomBytes });
    this.remember({ ...this.#device, isLockedByHand: false });
    const secrets = secretBox(key, randomBytes);
    const tools = { clock, newId, live: this.live, secrets, startSync, centralUrl, venue };
    const ending = { onRevoked: () => this.#end('REVOKED'), onErase: this.#onErase };
    const running = startUndamaged(book.value, { ...tools, ...ending });
    if (!running) return this.#refuse('CORRUPT');
    this.#standing = { kind: 'open', running };
    this.tell();
    return ok(undefined);
  }

  /** Closes the door: nothing reaches the store until somebody looks again. */
  #refuse(problem: string): Result<never, StoreRefused> {
    this.#standing = { kind: 'refused', problem };
    this.tell();
    return fail({ code: 'STORE_REFUSED', data: { code: problem } });
  }

  /** Ends the running session, if there is one, and stands where the folder stands then. */
  async stop(): Promise<void> {
    if (this.#standing.kind !== 'open' && this.#standing.kind !== 'ending') return;
    const { running } = this.#standing;
    await running.rest();
    this.#waiting = waitingIn(running);
    await running.stop();
    this.#forgetKey();
    this.#standing = this.#examine();
    this.tell();
  }

  /** Ends the running session over a damaged page; the key stays for the repair. */
  async stopDamaged(): Promise<void> {
    if (this.#standing.kind !== 'open') return;
    await this.#standing.running.stop();
    this.#refuse('CORRUPT');
  }

  /** Ends everything for good and gives the folder back. */
  async close(): Promise<void> {
    await this.stop();
    this.#forgetKey();
    this.#standing = { kind: 'refused', problem: 'CLOSED' };
    if (this.#lock.ok) this.#lock.value.release();
  }

  /**
   * Erases the copy that is ending: the intention first, so that a program killed in between finishes at its next
   * start; then the key, without which the rest is noise; then the store, once nothing uses it.
   */
  async erase(): Promise<void> {
    if (this.#standing.kind !== 'ending') return;
    this.remember({ ...this.#device, erasure: this.#standing.why === 'REMOVED' ? 'removing' : 'begun' });
    try {
      destroyKey(this.paths);
    } finally {
      await this.stop();
    }
  }

  /**
   * Removes this copy by its manager's wish. Refused with what is known here alone: it would be lost. Counted again once nothing
   * works any more: a helper may have handed something on meanwhile.
   */
  async remove(): Promise<Result<undefined, Unsynced>> {
    if (this.#standing.kind !== 'open' || !this.#key) return ok(undefined);
    const { running } = this.#standing;
    const before = unsyncedHere(running.station.db);
    if (before.waiting > 0) return fail(before);
    const key = Uint8Array.from(this.#key);
    this.#end('REMOVED');
    await running.rest();
    const left = unsyncedHere(running.station.db);
    if (left.waiting === 0) {
      key.fill(0);
      await this.erase();
      return ok(undefined);
    }
    await this.stop();
    this.start(key);
    return fail(left);
  }

  /** Language and lock are conveniences: a disk that does not take them stops nobody's work. */
  remember(device: DeviceFile): void {
    this.#device = device;
    try {
      writeDeviceFile(this.#options.dataDir, device);
    } catch {
      // Kept in memory until the disk takes it again.
    }
  }

  /** Tells the screens where the workstation stands. */
  tell(): void {
    this.live.publish('signal', { kind: 'session', status: this.status() });
  }

  #problem(): string | null {
    if (this.#standing.kind === 'refused') return this.#standing.problem;
    if (this.#standing.kind === 'ending') return this.#standing.why;
    if (this.#standing.kind !== 'setup') return null;
    if (this.#device.erasure === 'done') return 'REVOKED_ERASED';
    return this.#device.erasure === 'removed' ? 'REMOVED' : null;
  }

  /** Looks at the folder as it is now; what an interrupted setup left behind goes. */
  #examine(): Standing {
    try {
      const { erasure } = this.#device;
      if (erasure === 'begun' || erasure === 'removing') this.#eraseFiles(erasure);
      discardSetup(this.#options.dataDir);
      if (existsSync(this.paths.folder)) finishRepair(this.paths);
      writeDeviceFile(this.#options.dataDir, this.#device);
    } catch (error) {
      return { kind: 'refused', problem: folderProblemOf(error) };
    }
    const book = examineBook(this.paths);
    if (!book.ok) return { kind: 'refused', problem: book.error };
    if (!book.value) return { kind: 'setup' };
    const tries = openTryCounter(this.paths.tries);
    return { kind: 'locked', book: { keyFile: book.value, tries, clock: this.#options.clock } };
  }

  #end(why: 'REVOKED' | 'REMOVED'): void {
    if (this.#standing.kind !== 'open') return;
    this.#standing = { kind: 'ending', running: this.#standing.running, why };
    this.tell();
  }

  #eraseFiles(erasure: 'begun' | 'removing'): void {
    eraseBook(this.paths);
    const done = erasure === 'begun' ? 'done' : 'removed';
    this.remember({ ...freshDevice, language: this.#device.language, erasure: done });
  }

  #forgetKey(): void {
    this.#key?.fill(0);
    this.#key = null;
  }
}

/** Counts what waits for the centre; null where the store cannot say: it is to be locked or erased all the same. */
function waitingIn({ station }: RunningSession): number | null {
  try {
    return unsyncedHere(station.db).waiting;
  } catch {
    return null;
  }
}

/** A key that does not fit means a damaged first page here: the vault has proved the key right before. */
function isDamaged(problem: string): boolean {
  return problem === 'CORRUPT' || problem === 'WRONG_KEY';
}

/** Starts the session; null, with the store closed, where what it reads first lies on a damaged page. */
function startUndamaged(
  book: Parameters<typeof startSession>[0],
  tools: SessionTools,
): RunningSession | null {
  try {
    return startSession(book, tools);
  } catch (error) {
    book.db.close();
    if (isDamage(error)) return null;
    throw error;
  }
}
