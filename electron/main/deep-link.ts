import { startPage } from '#electron/main/scheme.ts';

const pages = new Set(['calls', 'clients', 'events', 'products', 'import', 'sync', 'settings']);

/** Finds a zhike:// link among a program's arguments. */
export function linkIn(args: readonly string[]): string | null {
  return args.find((arg) => arg.startsWith('zhike://')) ?? null;
}

/**
 * Returns the address in the screen that a link means: `zhike://clients/<id>`, `zhike://events/<id>`, `zhike://today`.
 * Anything else is null: a link comes from outside and may only name a page and an id.
 */
export function addressOf(link: string): string | null {
  const match = /^zhike:\/\/([a-z]+)(?:\/([0-9a-zA-Z-]{1,64}))?\/?$/.exec(link);
  if (!match) return null;
  const [, page = '', id] = match;
  if (page === 'today' && id === undefined) return `${startPage}#/`;
  if (!pages.has(page) || (id !== undefined && page !== 'clients' && page !== 'events')) return null;
  return `${startPage}#/${page}${id === undefined ? '' : `/${id}`}`;
}
