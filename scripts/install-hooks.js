// Runs after npm ci, perhaps on an old Node: makes git use .githooks where nobody has chosen hooks of their own.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim();
}

try {
  const hooks = path.join(git('rev-parse', '--git-dir'), 'hooks');
  const own = (existsSync(hooks) ? readdirSync(hooks) : []).filter((name) => !name.endsWith('.sample'));
  let chosen = '';
  try {
    chosen = git('config', '--get', 'core.hooksPath');
  } catch {
    // None chosen: git answers with an exit code.
  }
  if (own.length === 0 && chosen === '') git('config', 'core.hooksPath', '.githooks');
} catch {
  // Not a git checkout, or no git: there is nothing to install.
}
