import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#core/base/result.ts';
import { defaultDataDir } from '#scripts/start/options.ts';

export type CentralCommand =
  | 'serve'
  | 'backup'
  | 'restore'
  | 'doctor'
  | 'publish'
  | 'products'
  | 'rules'
  | 'rotate-key'
  | 'compliance'
  | 'help';

export interface CentralArguments {
  readonly command: CentralCommand;
  readonly dataDir: string;
  /** A PostgreSQL of one's own instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly adminToken: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Where daily backups go; null: none are taken. */
  readonly backupDir: string | null;
  readonly keep: number;
  /** Tries a minute to enrol from one address. */
  readonly tries: number | undefined;
  /** The file of `backup --to` or `restore --from`. */
  readonly file: string;
  readonly replace: boolean;
  /** The branch of publish, products and rules; null: the only one. `all`: every one. */
  readonly branch: string | null;
  /** From when what is published is in force; null: as the file says. */
  readonly effective: string | null;
  /** The days of compliance, as typed. */
  readonly days: string | null;
  /** The file of the key that signs; null: the branch's first key, which follows from its secret. */
  readonly keyFile: string | null;
  /** Where rotate-key puts the new key. */
  readonly newKeyFile: string | null;
  /** Whether publish, products and rotate-key do what they say. */
  readonly apply: boolean;
}

const commands: readonly string[] = [
  'serve',
  'backup',
  'restore',
  'doctor',
  'publish',
  'products',
  'rules',
  'rotate-key',
  'compliance',
];
/** Commands that name their file without an option. */
const ofFile: readonly string[] = ['publish', 'products', 'compliance'];
/** Commands that publish a file. */
const publishing: readonly string[] = ['publish', 'products'];
/** Commands that sign. */
const signing: readonly string[] = [...publishing, 'rotate-key'];
const defaultKeep = 14;

/** Returns how `npm run central` is called; the data folder of this machine is named in it. */
export function usage(environment: NodeJS.ProcessEnv): string {
  return `Usage: npm run central -- [COMMAND] [OPTIONS]

  serve                          run the central system (the default)
  backup --to FILE               write the whole database to one file; the centre may be running
  restore --from FILE            put a backup into an empty database, or with --replace in the place of another
  publish FILE                   publish a questionnaire, matching rules, the contact policy or call scripts to devices
  products FILE                  put the products of a CSV or JSON file on the shelf
  rules                          list what was published
  rotate-key --new-key-file FILE sign with a new key from now on, kept in that file only
  compliance FILE --days FROM..TO
                                 write what a branch did to a sealed file, and the keys of its devices beside it
  doctor                         say how this centre is set up, how it is, and what production wants

  --data DIR          folder of the embedded PostgreSQL and the administration token
                      (default: ${defaultData(environment)})
  --host HOST         address to listen on (default: 127.0.0.1)
  --port PORT         port to listen on, 0 for any (default: 4500)
  --backup-dir DIR    where daily backups go (default: backups/ in the data folder of an embedded PostgreSQL)
  --keep N            how many daily backups stay (default: ${defaultKeep})
  --no-backups        take no daily backups
  --tries N           tries a minute to enrol from one address (default: 10); more for a roll-out behind one address
  --replace           restore only: lose what the database holds
  --key-file FILE     publish, products, rotate-key: the key that signs, once it was changed
  --new-key-file FILE rotate-key: where the new key is put; there must be no such file yet
  --days FROM..TO     compliance: a day or two, in Shanghai, both included
  --branch ID         publish, products, rules, rotate-key, compliance: the branch; "all" for every one; not needed where there is one
  --effective WHEN    publish and products: from when it is in force: a day (its start in Shanghai), an instant with its offset, or
                      now; left out, publish takes the day the file names and products now
  --apply             publish, products, rotate-key: do it; without it only what would change is said

  DATABASE_URL        a PostgreSQL of your own instead of the embedded one
  ZHIKE_ADMIN_TOKEN   the administration token; made in the data folder when not given`;
}

/** Reads the command line, or says in a sentence what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Result<CentralArguments, string> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const [command = 'serve', ...rest] = positionals;
  const [file] = ofFile.includes(command) ? rest.splice(0, 1) : [];
  const [surplus] = rest;
  if (values.help) return ok(argumentsOf('help', { ...values, file }, environment));
  if (!commands.includes(command)) return fail(`There is no command ${command}.`);
  if (surplus !== undefined) return fail(`One command at a time, not ${positionals.join(' and ')}.`);
  const wish = { ...values, file };
  const problem = problemOf(command, wish);
  return problem ? fail(problem) : ok(argumentsOf(command as CentralCommand, wish, environment));
}

type Values = ReturnType<typeof parseRaw>['values'] & { readonly file: string | undefined };

function argumentsOf(
  command: CentralCommand,
  values: Values,
  environment: NodeJS.ProcessEnv,
): CentralArguments {
  const databaseUrl = environment['DATABASE_URL'] || undefined;
  const dataDir = path.resolve(values.data ?? defaultData(environment));
  const ownBackups = databaseUrl ? null : path.join(dataDir, 'backups');
  return {
    command,
    dataDir,
    databaseUrl,
    adminToken: environment['ZHIKE_ADMIN_TOKEN'] || undefined,
    host: values.host ?? '127.0.0.1',
    port: Number(values.port ?? 4500),
    backupDir:
      values.backups === false
        ? null
        : values['backup-dir']
          ? path.resolve(values['backup-dir'])
          : ownBackups,
    keep: Number(values.keep ?? defaultKeep),
    tries: values.tries === undefined ? undefined : Number(values.tries),
    file: path.resolve(values.to ?? values.from ?? values.file ?? ''),
    replace: values.replace ?? false,
    branch: values.branch ?? null,
    effective: values.effective ?? null,
    days: values.days ?? null,
    keyFile: values['key-file'] ? path.resolve(values['key-file']) : null,
    newKeyFile: values['new-key-file'] ? path.resolve(values['new-key-file']) : null,
    apply: values.apply ?? false,
  };
}

function problemOf(command: string, values: Values): string | null {
  if (!isNumber(values.port, 0, 65_535)) return `--port ${values.port}: a number from 0 to 65535 is wanted.`;
  if (!isNumber(values.keep, 1, 10_000)) return `--keep ${values.keep}: a number from 1 to 10000 is wanted.`;
  if (!isNumber(values.tries, 1, 10_000))
    return `--tries ${values.tries}: a number from 1 to 10000 is wanted.`;
  if (command === 'backup' && !values.to) return 'Say where to: backup --to FILE.';
  if (command === 'restore' && !values.from) return 'Say from where: restore --from FILE.';
  if (command !== 'backup' && values.to) return '--to belongs to backup.';
  if (command !== 'restore' && values.from) return '--from belongs to restore.';
  if (command !== 'restore' && values.replace) return '--replace belongs to restore.';
  if (ofFile.includes(command) && !values.file) return `Say which file: ${command} FILE.`;
  if (!publishing.includes(command) && values.effective)
    return '--effective belongs to publish and products.';
  if (![...signing, 'rules', 'compliance'].includes(command) && values.branch)
    return '--branch belongs to publish, products, rules, rotate-key and compliance.';
  if ((command === 'compliance') !== (values.days !== undefined))
    return command === 'compliance' ? 'Say which days: --days FROM..TO.' : '--days belongs to compliance.';
  return keyProblemOf(command, values);
}

function keyProblemOf(command: string, values: Values): string | null {
  if (!signing.includes(command)) {
    if (values.apply) return '--apply belongs to publish, products and rotate-key.';
    if (values['key-file']) return '--key-file belongs to publish, products and rotate-key.';
  }
  if (command !== 'rotate-key' && values['new-key-file']) return '--new-key-file belongs to rotate-key.';
  if (command === 'rotate-key' && !values['new-key-file'])
    return 'Say where the new key is put: rotate-key --new-key-file FILE.';
  return null;
}

function isNumber(text: string | undefined, least: number, most: number): boolean {
  return text === undefined || (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most);
}

function parse(args: readonly string[]): Result<ReturnType<typeof parseRaw>, string> {
  try {
    return ok(parseRaw(args));
  } catch (error) {
    return fail((error as Error).message.split('. ')[0] ?? '');
  }
}

function parseRaw(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      data: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      to: { type: 'string' },
      from: { type: 'string' },
      replace: { type: 'boolean' },
      branch: { type: 'string' },
      effective: { type: 'string' },
      apply: { type: 'boolean' },
      days: { type: 'string' },
      'key-file': { type: 'string' },
      'new-key-file': { type: 'string' },
      'backup-dir': { type: 'string' },
      backups: { type: 'boolean' },
      keep: { type: 'string' },
      tries: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function defaultData(environment: NodeJS.ProcessEnv): string {
  return path.join(defaultDataDir(environment), 'central');
}
