import type { SessionStatus } from '#core/api/session.ts';
import type { NewId } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import type { Clock } from '#core/base/time.ts';
import { weaknessOf } from '#core/session/passphrase.ts';
import { readMigrations } from '#db/migrate.ts';
import { openWithKeychain, sealVault, writeKeyFile, type VaultTools } from '#db/vault.ts';
import type { Host } from '#workstation/host.ts';
import { freshDevice } from '#workstation/session/device-file.ts';
import { sessionError, type SessionFailure } from '#workstation/session/failure.ts';
import { HostState } from '#workstation/session/host-state.ts';
import { repairBook } from '#workstation/session/repair.ts';
import type { SessionTools, StartSync } from '#workstation/session/running.ts';
import { setUpBook } from '#workstation/session/set-up.ts';
import { keyByPassphrase, keyByRecovery } from '#workstation/session/unlock.ts';
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
    remove: () => host.remove(),
    setLanguage: (language) => host.setLanguage(language),
    phoneServer: () => host.phoneServer(),
    setPhoneServer: (origin) => host.setPhoneServer(origin),
    close: () => host.close(),
  };
}

class WorkstationHost {
  readonly live: HostState['live'];
  readonly #options: HostOptions;
  readonly #at: HostState;
  /** Setting up, unlocking and locking happen one after the other: parallel guesses gain nothing. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#at = new HostState(options, () => void this.#inTurn(async () => ok(await this.#at.erase())));
    this.live = this.#at.live;
  }

  open() {
    const { standing } = this.#at;
    return standing.kind === 'open' ? standing.running : null;
  }

  status(): SessionStatus {
    return this.#at.status();
  }

  setup(input: Parameters<Host['setup']>[0]) {
    return this.#inTurn(async () => {
      if (this.#at.standing.kind === 'refused') this.#at.lookAgain();
      if (this.#at.standing.kind === 'refused') return folderFailed(this.#at.standing.problem);
      if (this.#at.standing.kind !== 'setup') return fail({ code: 'ALREADY_SET_UP' });
      const { dataDir, migrationsDir, vault, platform, version, enrol = enrolDevice } = this.#options;
      const made = await setUpBook(input, {
        dataDir,
        vault,
        migrations: readMigrations(migrationsDir),
        enrol: () => enrol({ ...input, platform, appVersion: version }),
      });
      if (!made.ok) return made;
      this.#at.remember({ ...freshDevice, language: input.language });
      const opened = this.#at.start(made.value.key);
      return opened.ok ? ok({ recoveryKey: made.value.recoveryKey }) : folderFailed(opened.error.data.code);
    });
  }

  unlock({ passphrase }: { readonly passphrase: string }) {
    return this.#inTurn(async () => {
      const book = this.#at.lockedBook();
      if (!book.ok) return book;
      if (!book.value) return ok(undefined);
      const key = await keyByPassphrase(book.value, passphrase);
      return key.ok ? this.#at.start(key.value) : key;
    });
  }

  recover(input: Parameters<Host['recover']>[0]) {
    return this.#inTurn(async () => {
      if (weaknessOf(input.passphrase)) return fail({ code: 'WEAK_PASSPHRASE' });
      const book = this.#at.lockedBook();
      if (!book.ok) return book;
      if (!book.value) return fail({ code: 'STORE_REFUSED', data: { code: 'BUSY' } });
      const key = keyByRecovery(book.value, input.recoveryKey);
      if (!key.ok) return key;
      const sealed = await sealVault(key.value, input.passphrase, this.#options.vault);
      // The store first, then the key file: whoever holds the old recovery key keeps it if the store is refused.
      const opened = this.#at.start(key.value, () => writeKeyFile(this.#at.paths.keyFile, sealed.keyFile));
      return opened.ok ? ok({ recoveryKey: sealed.recoveryKey }) : opened;
    });
  }

  resume() {
    return this.#inTurn<boolean>(async () => {
      const { keychain } = this.#options.vault;
      if (this.#at.standing.kind !== 'locked' || !keychain || this.#at.device.isLockedByHand)
        return ok(false);
      const key = await openWithKeychain(this.#at.standing.book.keyFile, keychain);
      if (!key) return ok(false);
      const opened = this.#at.start(key);
      // Nothing has proved a keychain's key right: one that does not fit leaves the passphrase to be asked for.
      if (!opened.ok && opened.error.data.code === 'WRONG_KEY') this.#at.lookAgain();
      return ok(opened.ok);
    });
  }

  repair() {
    return this.#inTurn(async () => {
      const key = this.#at.repairKey;
      if (!key) return fail({ code: 'STORE_REFUSED', data: { code: 'BUSY' } });
      const { migrationsDir, clock, newId } = this.#options;
      const tools = { migrations: readMigrations(migrationsDir), clock, newId };
      const repaired = await repairBook(this.#at.paths, key, tools);
      if (!repaired.ok) return fail({ code: 'STORE_REFUSED', data: { code: repaired.error } });
      const opened = this.#at.start(Uint8Array.from(key));
      return opened.ok ? ok(repaired.value) : opened;
    });
  }

  storeDamaged() {
    return this.#inTurn(async () => ok(await this.#at.stopDamaged()));
  }

  lock() {
    return this.#inTurn(async () => {
      if (this.#at.standing.kind !== 'open') return ok(undefined);
      await this.#at.stop();
      this.#at.remember({ ...this.#at.device, isLockedByHand: true });
      return ok(undefined);
    });
  }

  remove() {
    return this.#inTurn(async () => {
      const removed = await this.#at.remove();
      return removed.ok ? removed : fail({ code: 'UNSYNCED', data: removed.error });
    });
  }

  setLanguage(language: 'zh-CN' | 'en') {
    this.#at.remember({ ...this.#at.device, language });
    this.#at.tell();
  }

  phoneServer(): string | null {
    return this.#at.device.phoneServer;
  }

  setPhoneServer(origin: string | null) {
    this.#at.remember({ ...this.#at.device, phoneServer: origin });
  }

  close() {
    return this.#inTurn(async () => ok(await this.#at.close()));
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

function folderFailed(code: string): { readonly ok: false; readonly error: SessionFailure } {
  return fail({ code: 'FOLDER_FAILED', data: { code } });
}
