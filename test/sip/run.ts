import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from '#scripts/start/browser.ts';
import { isOutOfDate, runBuild, webBuild } from '#scripts/start/build.ts';

/**
 * `npm run test:sip`: the softphone against a real telephone server. Everything runs in a network of its own that
 * reaches nobody. Says what is missing and how to get it, and then ends with 3: not run is not passed.
 */
const address = '10.99.0.1';
const missing = [
  !isInstalled('kamailio') && 'kamailio (the telephone server)',
  !hasModule('websocket.so') && 'kamailio-websocket-modules',
  !isInstalled('baresip') && 'baresip-core (the telephones)',
  !isInstalled('unshare') && 'util-linux (unshare)',
  !isInstalled('ip') && 'iproute2 (ip)',
  findBrowser() === null && 'chromium',
].filter((name) => name !== false);

if (missing.length > 0) {
  console.error(`test:sip was not run. Missing: ${missing.join(', ')}.`);
  console.error(
    'On Debian: apt-get install --no-install-recommends kamailio kamailio-websocket-modules baresip-core iproute2 chromium',
  );
  process.exit(3);
}

if (isOutOfDate(webBuild)) await runBuild(webBuild);
const projectDir = path.resolve(import.meta.dirname, '../..');
const tests = 'npx playwright test -c playwright.sip.config.ts "$@"';
const inside = `ip link set lo up && ip addr add ${address}/32 dev lo && exec ${tests}`;
const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
const { status } = spawnSync(
  'unshare',
  ['--net', ...asRoot, 'sh', '-c', inside, 'test:sip', ...process.argv.slice(2)],
  { cwd: projectDir, stdio: 'inherit' },
);
process.exit(status ?? 1);

function isInstalled(name: string): boolean {
  return ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((folder) => existsSync(path.join(folder, name)));
}

function hasModule(name: string): boolean {
  return (
    spawnSync('find', ['/usr/lib', '-path', `*kamailio/modules/${name}`])
      .stdout?.toString()
      .trim() !== ''
  );
}
