import { readFileSync } from 'node:fs';

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/** This program's version, as package.json says it. */
export const programVersion = (JSON.parse(manifest) as { version: string }).version;
