import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Account } from '#central/postgres/account.ts';
import { startProgram } from '#central/postgres/program.ts';

/** The database user of the embedded server. */
export const user = 'zhike';

export interface Cluster {
  readonly folder: string;
  readonly password: string;
}

export interface ClusterPlace {
  readonly dir: string;
  readonly account: Account | null;
  /** File descriptor of the server's log. */
  readonly log: number;
}

/** Returns the data folder's cluster, created the first time. */
export async function openCluster(initdb: string, place: ClusterPlace): Promise<Cluster> {
  const folder = join(realpathSync(place.dir), 'postgres');
  const cluster = { folder, password: readPassword(place.dir) };
  if (!existsSync(folder)) await initialise(initdb, cluster, place);
  return cluster;
}

function readPassword(dir: string): string {
  const file = join(dir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Makes the cluster under another name first: one that bears its own name is whole. */
async function initialise(initdb: string, { folder, password }: Cluster, place: ClusterPlace): Promise<void> {
  const [draft, secret] = [`${folder}.new`, `${folder}.secret`];
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  const { account, log } = place;
  if (account) for (const path of [draft, secret]) chownSync(path, account.uid, account.gid);
  const args = ([data, pass]: readonly string[]): string[] => [
    `--pgdata=${data}`,
    `--pwfile=${pass}`,
    `--username=${user}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const child = startProgram({ file: initdb, account, paths: [draft, secret], args, log });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  rmSync(secret, { force: true });
  if (code !== 0)
    throw new Error(`PostgreSQL could not create its files; see ${join(place.dir, 'postgres.log')}.`);
  renameSync(draft, folder);
}
