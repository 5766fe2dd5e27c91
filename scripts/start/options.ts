import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#core/base/result.ts';

export type Language = 'zh-CN' | 'en';

export interface StartOptions {
  readonly isHelpWanted: boolean;
  /** False with --no-open: nothing is opened, only the address printed. */
  readonly mayOpen: boolean;
  /** null: a free one. */
  readonly port: number | null;
  readonly centralPort: number | null;
  readonly dataDir: string;
  readonly clients: number;
  readonly isEmpty: boolean;
  /** null: the terminal's. */
  readonly language: Language | null;
  /** A centre that runs elsewhere; this start then brings none up. */
  readonly join: { readonly centralUrl: string; readonly code: string | null } | null;
}

/** What is wrong with the command line: a word of `words.ts` and what it is about. */
export interface OptionProblem {
  readonly word: 'unknownOption' | 'badNumber' | 'badLanguage' | 'badUrl' | 'contradiction';
  readonly about: string;
}

export const defaultClients = 300;
const mostClients = 1_000_000;

/** Reads the command line of `npm start`. Pure: the platform's folders come in with `environment`. */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Result<StartOptions, OptionProblem> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  const port = numberOf(values.port, '--port', 65_535);
  const centralPort = numberOf(values['central-port'], '--central-port', 65_535);
  const clients = numberOf(values.clients, '--clients', mostClients);
  for (const number of [port, centralPort, clients]) if (!number.ok) return number;
  const language = values.lang;
  if (language !== undefined && language !== 'zh-CN' && language !== 'en') {
    return fail({ word: 'badLanguage', about: language });
  }
  if (values.central !== undefined && !isWebAddress(values.central))
    return fail({ word: 'badUrl', about: values.central });
  const contradiction = contradictionOf(values);
  if (contradiction) return fail({ word: 'contradiction', about: contradiction });
  return ok({
    isHelpWanted: values.help ?? false,
    mayOpen: values.open ?? true,
    port: valueOf(port),
    centralPort: valueOf(centralPort),
    dataDir: path.resolve(values.data ?? defaultDataDir(environment)),
    clients: valueOf(clients) ?? defaultClients,
    isEmpty: values.empty ?? false,
    language: language ?? null,
    join: values.central === undefined ? null : { centralUrl: values.central, code: values.code ?? null },
  });
}

/** Returns where an application of this user keeps its data, by the platform's custom. */
export function defaultDataDir(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = environment['HOME'] ?? os.homedir();
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Zhike');
  if (platform === 'win32') return path.join(environment['LOCALAPPDATA'] ?? home, 'Zhike');
  return path.join(environment['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'zhike');
}

type Values = NonNullable<ReturnType<typeof parseRaw>['values']>;

function parse(args: readonly string[]): Result<Values, OptionProblem> {
  try {
    return ok(parseRaw(args).values);
  } catch (error) {
    const about = /'([^']+)'/.exec((error as Error).message)?.[1] ?? args.join(' ');
    return fail({ word: 'unknownOption', about });
  }
}

function parseRaw(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      open: { type: 'boolean' },
      port: { type: 'string' },
      'central-port': { type: 'string' },
      data: { type: 'string' },
      clients: { type: 'string' },
      empty: { type: 'boolean' },
      lang: { type: 'string' },
      central: { type: 'string' },
      code: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function numberOf(
  text: string | undefined,
  name: string,
  most: number,
): Result<number | null, OptionProblem> {
  if (text === undefined) return ok(null);
  const value = Number(text);
  return /^\d+$/.test(text) && value >= 1 && value <= most
    ? ok(value)
    : fail({ word: 'badNumber', about: `${name} ${text} (1–${most})` });
}

function valueOf(number: Result<number | null, OptionProblem>): number | null {
  return number.ok ? number.value : null;
}

function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

function contradictionOf(values: Values): string | null {
  if (values.empty && values.clients !== undefined) return '--empty --clients';
  if (values.code !== undefined && values.central === undefined) return '--code (--central)';
  if (values.central === undefined) return null;
  const alone = ['central-port', 'clients', 'empty'] as const;
  const other = alone.find((name) => values[name] !== undefined);
  return other ? `--central --${other}` : null;
}
