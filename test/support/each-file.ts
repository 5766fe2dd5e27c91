import { afterAll } from 'vitest';
import { endFile } from '#test/support/temporary.ts';

/** Runs before every test file, also where files share their modules; so this hook is the last of each. */
afterAll(endFile);
