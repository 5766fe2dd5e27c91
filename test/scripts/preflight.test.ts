import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '#test/support/temporary.ts';

const preflight = path.resolve(import.meta.dirname, '../../scripts/preflight.js');
const wanted = {
  dependencies: { left: '1.2.3', alias: 'npm:@some/other@4.5.6' },
  devDependencies: { tool: '7.0.0' },
};

/** Runs the preflight of a project of two packages and a tool, with what is installed of them. */
function run(installed: Readonly<Record<string, string>> | null, script = 'scripts/said.js') {
  const project = testFolder('preflight');
  const write = (file: string, content: string): void => {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), content);
  };
  write('package.json', JSON.stringify({ type: 'module', ...wanted }));
  write(script, "console.log('went on with ' + process.argv.slice(2))");
  copyFileSync(preflight, path.join(project, 'scripts', 'preflight.js'));
  if (installed) write('node_modules/.package-lock.json', '{}');
  for (const [name, version] of Object.entries(installed ?? {})) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ version }));
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(project, 'scripts', 'preflight.js'), script, '--one', 'two'],
    { encoding: 'utf8' },
  );
  return { status, stdout: stdout.trim(), stderr };
}

const all = { left: '1.2.3', alias: '4.5.6', tool: '7.0.0' };

test('[SH13] with the packages of package.json a command goes on, its arguments untouched', () => {
  expect(run(all)).toEqual({ status: 0, stdout: 'went on with --one,two', stderr: '' });
});

test.each([
  ['nothing is installed', null, 'The packages are not installed: run npm ci first.'],
  ['a package is missing', { left: '1.2.3', tool: '7.0.0' }, '(alias): run npm ci.'],
  ['a package is of another version', { ...all, left: '1.2.2' }, '(left): run npm ci.'],
  ['a tool is missing', { left: '1.2.3', alias: '4.5.6' }, '(tool): run npm ci.'],
] as const)('[SH13] where %s one line says that npm ci is due, and nothing starts', (_, installed, line) => {
  const { status, stdout, stderr } = run(installed);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(line);
  expect(stderr.trim().split('\n')).toHaveLength(2);
});

test('[SH13] a centre on a server needs no tools', () => {
  const { tool: _, ...onServer } = all;
  expect(run(onServer, 'scripts/central.ts').status).toBe(0);
});
