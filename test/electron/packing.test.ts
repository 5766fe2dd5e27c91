import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { desktopBuild, isOutOfDate, projectDir, runBuild } from '#scripts/start/build.ts';

beforeAll(async () => {
  if (isOutOfDate(desktopBuild)) await runBuild(desktopBuild);
}, 120_000);

const text = (file: string): string => readFileSync(path.join(projectDir, file), 'utf8');

/** The packages that the built main process and workstation load when they start. */
function loadedPackages(): string[] {
  const built = globSync('out/main/**/*.js', { cwd: projectDir }).map(text).join('\n');
  const imports = built.matchAll(/^import\s+(?:[^'"]*?from\s*)?["']([^"'.][^"']*)["']/gm);
  const names = Array.from(imports, ([, specifier = '']) =>
    /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.at(0),
  ).filter((name) => name !== undefined);
  return [...new Set(names)].filter((name) => name !== 'electron' && !name.startsWith('node:'));
}

test('[SH15] every package the built desktop program loads is packed with it', () => {
  const { dependencies } = JSON.parse(text('package.json')) as { dependencies: Record<string, string> };
  const leftOut = Array.from(
    text('electron-builder.yml').matchAll(/^ {2}- '!(.+)'$/gm),
    ([, glob = '']) => glob,
  );
  const loaded = loadedPackages();
  expect(loaded).toEqual(expect.arrayContaining(['better-sqlite3', 'ws']));
  const isPacked = (name: string): boolean =>
    name in dependencies && !leftOut.some((glob) => path.matchesGlob(`node_modules/${name}/index.js`, glob));
  expect(leftOut).not.toEqual([]);
  expect(loaded.filter((name) => !isPacked(name))).toEqual([]);
});
