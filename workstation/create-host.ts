import { existsSync } from 'node:fs';
import type { SessionStatus } from '#core/api/session.ts';
import type { NewId } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Clock } from '#core/base/time.ts';
import { weaknessOf } from '#core/session/passphrase.ts';
import { folderProblemOf, lockFolder } from '#db/folder-lock.ts';
import { readMigrations } from '#db/migrate.ts';
import { secretBox } from '#db/secret-box.ts';
import { isDamage } from '#db/store-failure.ts';
import { openWithKeychain, sealVault, writeKeyFile, type VaultTools } from '#db/vault.ts';
import { openTryCounter } from '#db/vault-tries.ts';
import type { Host } from '#workstation/host.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import { bookPaths, discardSetup, examineBook, openBook } from '#workstation/session/book.ts';
import {
  freshDevice,
  readDeviceFile,
  writeDeviceFile,
  type DeviceFile,
} from '#workstation/session/device-file.ts';
import { destroyKey, eraseBook } from '#workstation/session/erasure.ts';
import { sessionError, type SessionFailure } from '#workstation/session/failure.ts';
import {
  startSession,
  type RunningSession,
  type SessionTools,
  type StartSync,
} from '#workstation/session/running.ts';
import { finishRepair, repairBook } from '#workstation/session/repair.ts';
import { keepRescueOf } from '#workstation/session/rescue.ts';
import { setUpBook } from '#workstation/session/set-up.ts';
import { keyByPassphrase, keyByRecovery, type LockedBook } from '#workstation/session/unlock.ts';
import { enrolDevice } from '#workstation/sync/enrol.ts';

export interface HostOptions {
  /** This workstation's own folder; one host at a time. */
  readonly dataDir: string;
  readonly migrationsDir: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly vault: VaultTools;
  readonly shell: SessionStatus['shell'];
  readonly version: string;
  readonly platform: string;
  readonly startSync: StartSync;
  /** The venue's LAN; undefined where the shell offers none. */
  readonly venue?: SessionTools['venue'];
  readonly enrol?: typeof enrolDevice;
  /** Where the centre is now, when the shell knows better than the enrolment: it runs the centre itself. */
  readonly centralUrl?: string | undefined;
  /** What the first-run screen fills in; for the sample book only. */
  readonly proposal?: SessionStatus['proposal'];
}

type State =
  | { readonly kind: 'setup' }
  | { readonly kind: 'locked'; readonly book: LockedBook }
  | { readonly kind: 'open'; readonly running: RunningSession }
  /** Revoked: everything is handed in before the copy is erased; no command reaches the store any more. */
  | { readonly kind: 'ending'; readonly running: RunningSession }
  | { readonly kind: 'refused'; readonly problem: string };

type StoreRefused = { readonly code: 'STORE_REFUSED'; readonly data: { readonly code: string } };

/**
 * Makes the process behind the screen: takes the folder's lock, looks what is there and waits for the passphrase.
 * Never throws for what a disk, a folder or a file may do: it is then `refused`, with the reason as a code.
 */
export function createHost(options: HostOptions): Host {
  const host = new WorkstationHost(options);
  return {
    live: host.live,
    open: () => host.open(),
    status: () => host.status(),
    resume: () => host.resume(),
    setup: (input) => host.setup(input),
    unlock: (input) => host.unlock(input),
    recover: (input) => host.recover(input),
    repair: () => host.repair(),
    storeDamaged: () => void host.storeDamaged(),
    lock: () => host.lock(),
    setLanguage: (language) => host.setLanguage(language),
    phoneServer: () => host.phoneServer(),
    setPhoneServer: (origin) => host.setPhoneServer(origin),
    close: () => host.close(),
  };
}

class WorkstationHost {
  readonly live = createLiveBus();
  readonly #options: HostOptions;
  readonly #paths: ReturnType<typeof bookPaths>;
  readonly #lock: ReturnType<typeof lockFolder>;
  #state: State;
  #device: DeviceFile;
  /** The store's key while it is open, or refused as damaged: a repair needs it. */
  #key: Uint8Array | null = null;
  /** Setting up, unlocking and locking happen one after the other: parallel guesses gain nothing. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#paths = bookPaths(options.dataDir);
    this.#device = readDeviceFile(options.dataDir);
    this.#lock = lockFolder(options.dataDir);
    this.#state = this.#lock.ok ? this.#examine() : { kind: 'refused', problem: this.#lock.error };
  }

  open() {
    return this.#state.kind === 'open' ? this.#state.running : null;
  }

  status(): SessionStatus {
    const me = this.open()?.station.me;
    return {
      state: this.#state.kind === 'ending' ? 'refused' : this.#state.kind,
      shell: this.#options.shell,
      language: this.#device.language,
      problem: this.#problem(),
      canRepair: this.#state.kind === 'refused' && this.#key !== null,
      managerId: me?.managerId ?? null,
      managerName: me?.managerName ?? null,
      branchName: me?.branchName ?? null,
      deviceName: me?.deviceName ?? null,
      version: this.#options.version,
      proposal: this.#state.kind === 'setup' ? (this.#options.proposal ?? null) : null,
    };
  }

  #problem(): string | null {
    if (this.#state.kind === 'refused') return this.#state.problem;
    if (this.#state.kind === 'ending') return 'REVOKED';
    return this.#state.kind === 'setup' && this.#device.erasure === 'done' ? 'REVOKED_ERASED' : null;
  }

  setup(input: Parameters<Host['setup']>[0]) {
    return this.#inTurn(async () => {
      if (this.#state.kind === 'refused') this.#lookAgain();
      if (this.#state.kind === 'refused') return folderFailed(this.#state.problem);
      if (this.#state.kind !== 'setup') return fail({ code: 'ALREADY_SET_UP' });
      const { dataDir, migrationsDir, vault, platform, version, enrol = enrolDevice } = this.#options;
      const made = await setUpBook(input, {
        dataDir,
        vault,
        migrations: readMigrations(migrationsDir),
        enrol: () => enrol({ ...input, platform, appVersion: version }),
      });
      if (!made.ok) return made;
      this.#remember({ ...freshDevice, language: input.language });
      const opened = this.#start(made.value.key);
      return opened.ok ? ok({ recoveryKey: made.value.recoveryKey }) : folderFailed(opened.error.data.code);
    });
  }

  unlock({ passphrase }: { readonly passphrase: string }) {
    return this.#inTurn(async () => {
      const book = this.#lockedBook();
      if (!book.ok) return book;
      if (!book.value) return ok(undefined);
      const key = await keyByPassphrase(book.value, passphrase);
      return key.ok ? this.#start(key.value) : key;
    });
  }

  recover(input: Parameters<Host['recover']>[0]) {
    return this.#inTurn(async () => {
      if (weaknessOf(input.passphrase)) return fail({ code: 'WEAK_PASSPHRASE' });
      const book = this.#lockedBook();
      if (!book.ok) return book;
      if (!book.value) return fail({ code: 'STORE_REFUSED', data: { code: 'BUSY' } });
      const key = keyByRecovery(book.value, input.recoveryKey);
      if (!key.ok) return key;
      const sealed = await sealVault(key.value, input.passphrase, this.#options.vault);
      // The store first, then the key file: whoever holds the old recovery key keeps it if the store is refused.
      const opened = this.#start(key.value, () => writeKeyFile(this.#paths.keyFile, sealed.keyFile));
      return opened.ok ? ok({ recoveryKey: sealed.recoveryKey }) : opened;
    });
  }

  resume() {
    return this.#inTurn<boolean>(async () => {
      const { keychain } = this.#options.vault;
      if (this.#state.kind !== 'locked' || !keychain || this.#device.isLockedByHand) return ok(false);
      const key = await openWithKeychain(this.#state.book.keyFile, keychain);
      if (!key) return ok(false);
      const opened = this.#start(key);
      // Nothing has proved a keychain's key right: one that does not fit leaves the passphrase to be asked for.
      if (!opened.ok && opened.error.data.code === 'WRONG_KEY') this.#lookAgain();
      return ok(opened.ok);
    });
  }

  repair() {
    return this.#inTurn(async () => {
      const key = this.#key;
      if (this.#state.kind !== 'refused' || !key)
        return fail({ code: 'STORE_REFUSED', data: { code: 'BUSY' } });
      const { migrationsDir, clock, newId } = this.#options;
      const tools = { migrations: readMigrations(migrationsDir), clock, newId };
      const repaired = await repairBook(this.#paths, key, tools);
      if (!repaired.ok) return fail({ code: 'STORE_REFUSED', data: { code: repaired.error } });
      const opened = this.#start(Uint8Array.from(key));
      return opened.ok ? ok(repaired.value) : opened;
    });
  }

  storeDamaged() {
    return this.#inTurn(async () => {
      if (this.#state.kind !== 'open') return ok(undefined);
      await this.#state.running.stop();
      this.#state = { kind: 'refused', problem: 'CORRUPT' };
      this.#tell();
      return ok(undefined);
    });
  }

  lock() {
    return this.#inTurn(async () => {
      if (this.#state.kind !== 'open') return ok(undefined);
      await this.#stop(this.#state.running);
      this.#remember({ ...this.#device, isLockedByHand: true });
      return ok(undefined);
    });
  }

  setLanguage(language: 'zh-CN' | 'en') {
    this.#remember({ ...this.#device, language });
    this.#tell();
  }

  phoneServer(): string | null {
    return this.#device.phoneServer;
  }

  setPhoneServer(origin: string | null) {
    this.#remember({ ...this.#device, phoneServer: origin });
  }

  close() {
    return this.#inTurn(async () => {
      if (this.#state.kind === 'open' || this.#state.kind === 'ending') await this.#stop(this.#state.running);
      this.#forgetKey();
      this.#state = { kind: 'refused', problem: 'CLOSED' };
      if (this.#lock.ok) this.#lock.value.release();
      return ok(undefined);
    });
  }

  /** Looks at the folder as it is now; what an interrupted setup left behind goes. */
  #examine(): State {
    try {
      if (this.#device.erasure === 'begun') this.#eraseFiles();
      discardSetup(this.#options.dataDir);
      if (existsSync(this.#paths.folder)) finishRepair(this.#paths);
      writeDeviceFile(this.#options.dataDir, this.#device);
    } catch (error) {
      return { kind: 'refused', problem: folderProblemOf(error) };
    }
    const book = examineBook(this.#paths);
    if (!book.ok) return { kind: 'refused', problem: book.error };
    if (!book.value) return { kind: 'setup' };
    const tries = openTryCounter(this.#paths.tries);
    return { kind: 'locked', book: { keyFile: book.value, tries, clock: this.#options.clock } };
  }

  /** The book to unlock, or null when it is open already. A refused one is looked at again: the cause may be gone. */
  #lockedBook(): Result<LockedBook | null, StoreRefused> {
    if (this.#state.kind === 'refused') this.#lookAgain();
    if (this.#state.kind === 'locked') return ok(this.#state.book);
    if (this.#state.kind === 'open') return ok(null);
    const code = this.#problem() ?? 'STORE_MISSING';
    return fail({ code: 'STORE_REFUSED', data: { code } });
  }

  #lookAgain(): void {
    this.#forgetKey();
    if (this.#lock.ok) this.#state = this.#examine();
  }

  /**
   * Opens the store and starts the session; the key is kept while it is open or can be repaired. `seal` runs while the
   * store is known to be good.
   */
  #start(key: Uint8Array, seal?: () => void): Result<undefined, StoreRefused> {
    const { migrationsDir, clock, newId, startSync, centralUrl, venue } = this.#options;
    const book = openBook(this.#paths, key, readMigrations(migrationsDir));
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
    keepRescueOf(book.value.db, { file: this.#paths.rescue, key, randomBytes });
    this.#remember({ ...this.#device, isLockedByHand: false });
    const secrets = secretBox(key, randomBytes);
    const tools = { clock, newId, live: this.live, secrets, startSync, centralUrl, venue };
    const ending = { onRevoked: () => this.#end(), onErase: () => void this.#erase() };
    const running = startUndamaged(book.value, { ...tools, ...ending });
    if (!running) return this.#refuse('CORRUPT');
    this.#state = { kind: 'open', running };
    this.#tell();
    return ok(undefined);
  }

  #refuse(problem: string): Result<never, StoreRefused> {
    this.#state = { kind: 'refused', problem };
    this.#tell();
    return fail({ code: 'STORE_REFUSED', data: { code: problem } });
  }

  async #stop(running: RunningSession): Promise<void> {
    await running.stop();
    this.#forgetKey();
    this.#state = this.#examine();
    this.#tell();
  }

  #end(): void {
    if (this.#state.kind !== 'open') return;
    this.#state = { kind: 'ending', running: this.#state.running };
    this.#tell();
  }

  /**
   * Erases the copy of a revoked device: the intention first, so that a program killed in between finishes at its next
   * start; then the key, without which the rest is noise; then the store, once nothing uses it.
   */
  #erase() {
    return this.#inTurn(async () => {
      if (this.#state.kind !== 'ending') return ok(undefined);
      const { running } = this.#state;
      this.#remember({ ...this.#device, erasure: 'begun' });
      try {
        destroyKey(this.#paths);
      } finally {
        await this.#stop(running);
      }
      return ok(undefined);
    });
  }

  #eraseFiles(): void {
    eraseBook(this.#paths);
    this.#remember({ ...freshDevice, language: this.#device.language, erasure: 'done' });
  }

  #forgetKey(): void {
    this.#key?.fill(0);
    this.#key = null;
  }

  /** Language and lock are conveniences: a disk that does not take them stops nobody's work. */
  #remember(device: DeviceFile): void {
    this.#device = device;
    try {
      writeDeviceFile(this.#options.dataDir, device);
    } catch {
      // Kept in memory until the disk takes it again.
    }
  }

  #tell(): void {
    this.live.publish('signal', { kind: 'session', status: this.status() });
  }

  #inTurn<Value>(work: () => Promise<Result<Value, SessionFailure>>): Promise<Value> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn.then((result) => {
      if (!result.ok) throw sessionError(result.error);
      return result.value;
    });
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

function folderFailed(code: string): { readonly ok: false; readonly error: SessionFailure } {
  return fail({ code: 'FOLDER_FAILED', data: { code } });
}
