import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#core/base/result.ts';
import { defaultDataDir } from '#scripts/start/options.ts';

export type CentralCommand = 'serve' | 'backup' | 'restore' | 'doctor' | 'help';

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
}

const commands: readonly string[] = ['serve', 'backup', 'restore', 'doctor'];
const defaultKeep = 14;

/** Returns how `npm run central` is called; the data folder of this machine is named in it. */
export function usage(environment: NodeJS.ProcessEnv): string {
  return `Usage: npm run central -- [COMMAND] [OPTIONS]

  serve                          run the central system (the default)
  backup --to FILE               write the whole database to one file; the centre may be running
  restore --from FILE            put a backup into an empty database, or with --replace in the place of another
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
  const [command = 'serve', surplus] = positionals;
  if (values.help) return ok(argumentsOf('help', values, environment));
  if (!commands.includes(command)) return fail(`There is no command ${command}.`);
  if (surplus !== undefined) return fail(`One command at a time, not ${positionals.join(' and ')}.`);
  const problem = problemOf(command, values);
  return problem ? fail(problem) : ok(argumentsOf(command as CentralCommand, values, environment));
}

type Values = ReturnType<typeof parseRaw>['values'];

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
    file: path.resolve(values.to ?? values.from ?? ''),
    replace: values.replace ?? false,
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
