import { desktopBuild, isOutOfDate, runBuild, webBuild, type Build } from '#scripts/start/build.ts';
import { provideBrowser } from '#scripts/test/browser.ts';
import { runCheck, runEndToEnd, runUnit, type Tally } from '#scripts/test/steps.ts';

/** `npm test`: checks, builds, unit tests, end-to-end tests. The last line says how many passed and failed. */
const origins = {
  CHROMIUM_PATH: 'the one CHROMIUM_PATH names',
  system: 'the one installed here',
  npm: 'no browser installed here: the headless one that npm brought',
} as const;

const steps: readonly (readonly [string, () => Promise<Tally>])[] = [
  ['types', () => runCheck('tsc', ['-b'])],
  ['lint', () => runCheck('oxlint', ['--deny-warnings'])],
  ['format', () => runCheck('oxfmt', ['--check', '.'])],
  ['dead code', () => runCheck('knip', [])],
  ['rules', () => runCheck('node', ['scripts/check-rules.ts'])],
  ['build of the browser shell', () => build(webBuild)],
  ['build of the desktop shell', () => build(desktopBuild)],
  ['unit tests', runUnit],
  ['end-to-end tests', endToEnd],
];

const only = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
const startedAt = performance.now();
for (const [name, run] of steps) {
  if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
  console.log(`\n== ${name}`);
  const stepStartedAt = performance.now();
  const tally = await run().catch((error: Error): Tally => {
    console.error(error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  if (tally.failed > 0) failures.push(name);
  console.log(`== ${name}: ${tally.failed === 0 ? 'ok' : 'FAILED'}, ${secondsSince(stepStartedAt)} s`);
}
console.log(`\n${secondsSince(startedAt)} s${failures.length > 0 ? `; failed: ${failures.join(', ')}` : ''}`);
if (total.skipped > 0) console.log(`${total.skipped} skipped, each with its reason above`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function build(wanted: Build): Promise<Tally> {
  if (isOutOfDate(wanted)) await runBuild(wanted);
  return { passed: 1, failed: 0, skipped: 0 };
}

async function endToEnd(): Promise<Tally> {
  const browser = await provideBrowser();
  if (!browser) {
    console.error(
      'There is no Chromium here and npm brings none for this platform: install Chrome or set CHROMIUM_PATH.',
    );
    return { passed: 0, failed: 1, skipped: 0 };
  }
  console.log(`browser: ${origins[browser.origin]} (${browser.path})`);
  return runEndToEnd(browser.path);
}

function secondsSince(startedAtMs: number): number {
  return Math.round((performance.now() - startedAtMs) / 1000);
}
