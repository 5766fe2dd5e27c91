import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectDir } from '#scripts/start/build.ts';

/** How many of a step's tests passed, failed and were skipped. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Runs a program of node_modules with this Node, its output on ours; answers its exit code. */
export function runTool(
  tool: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const bin = path.join(projectDir, 'node_modules', '.bin', tool);
    const child = spawn(bin, [...args], {
      cwd: projectDir,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a step that has no tests in it: it counts as one test. */
export async function runCheck(tool: string, args: readonly string[]): Promise<Tally> {
  const code = await runTool(tool, args);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** Runs vitest and counts what its report says. */
export function runUnit(): Promise<Tally> {
  const report = reportFile('unit.json');
  return counted(
    report,
    () => runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]),
    (found) => ({
      passed: Number(found['numPassedTests']),
      failed:
        Number(found['numFailedTests']) + Number(found['numFailedTestSuites'] && !found['numFailedTests']),
      skipped: Number(found['numPendingTests']),
    }),
  );
}

/** Runs Playwright and counts what its report says. */
export function runEndToEnd(browser: string): Promise<Tally> {
  return counted(
    reportFile('e2e.json'),
    () => runTool('playwright', ['test'], { CHROMIUM_PATH: browser }),
    (found) => {
      const stats = found['stats'] as {
        expected: number;
        flaky: number;
        unexpected: number;
        skipped: number;
      };
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
    },
  );
}

/** A tool that failed without saying which test failed counts as one failure: a crash is never green. */
async function counted(
  report: string,
  run: () => Promise<number>,
  count: (report: Record<string, unknown>) => Tally,
): Promise<Tally> {
  rmSync(report, { force: true });
  const code = await run();
  const tally = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>)
    : { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function reportFile(name: string): string {
  return path.join(projectDir, 'test-results', name);
}
