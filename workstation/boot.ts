import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { SessionStatus } from '#core/api/session.ts';
import { isDamage } from '#db/store-failure.ts';
import type { Keychain } from '#db/vault.ts';
import { createHost } from '#workstation/create-host.ts';
import type { Host } from '#workstation/host.ts';
import { describeBug, type BugLog } from '#workstation/rpc.ts';
import { startSync } from '#workstation/sync/engine.ts';
import { systemTimers } from '#workstation/sync/engine-loop.ts';
import { openLiveSocket } from '#workstation/sync/live-socket.ts';
import type { VenueNetwork } from '#workstation/venue/network.ts';

/** What a shell knows that the workstation does not. */
export interface BootOptions {
  readonly dataDir: string;
  /** The folder that holds `db/migrations`: the project, or the packed app's resources. */
  readonly programDir: string;
  readonly shell: SessionStatus['shell'];
  readonly version: string;
  readonly language?: SessionStatus['language'];
  readonly proposal?: SessionStatus['proposal'];
  readonly centralUrl?: string | undefined;
  readonly keychain?: Keychain | undefined;
  readonly venueNetwork: VenueNetwork;
  readonly log: BugLog;
  /** Added to the machine's clock; 0 but in rehearsals. */
  readonly clockOffsetMs?: number | undefined;
}

/** Makes the host of a real workstation: system clock, system randomness, system network. */
export function bootHost(options: BootOptions): Host {
  const { programDir, keychain, language, log, venueNetwork, clockOffsetMs = 0 } = options;
  const host = createHost({
    ...options,
    migrationsDir: path.join(programDir, 'db', 'migrations'),
    clock: () => Date.now() + clockOffsetMs,
    newId: uuidv7,
    vault: { randomBytes: (size) => randomBytes(size), keychain },
    venue: {
      network: venueNetwork,
      randomBytes: (size) => randomBytes(size),
      random: Math.random,
      timers: systemTimers,
      onBug: (error) => log(`venue | ${describeBug(error)}`),
    },
    platform: `${os.platform()} ${os.release()} ${os.arch()}`.slice(0, 40),
    startSync: (sync) =>
      startSync({
        ...sync,
        openSocket: openLiveSocket,
        log: (code, error) => {
          log(`sync ${code} | ${describeBug(error)}`);
          if (isDamage(error)) host.storeDamaged();
        },
      }),
  });
  if (language && host.status().language === null) host.setLanguage(language);
  return host;
}
