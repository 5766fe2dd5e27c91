// Plain JavaScript, so that the Node a bare machine has can read it and say what is missing.
import { readFileSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const script = path.join(projectDir, process.argv[2] ?? 'scripts/start.ts');
const oldestNode = 24;
/** They run on a server too, where nothing is built: npm ci --omit=dev is enough for them. */
const withoutTools = ['scripts/central.ts', 'scripts/audit-verify.ts', 'scripts/verdict.ts'];

const wrong = wrongPackages();
if (wrong === null) {
  refuse('依赖还没有安装：请先运行 npm ci。', 'The packages are not installed: run npm ci first.');
}
if (wrong.length > 0) {
  const some = `${wrong.slice(0, 3).join(', ')}${wrong.length > 3 ? ' …' : ''}`;
  refuse(
    `已安装的依赖与 package.json 不符（${some}）：请运行 npm ci。`,
    `The installed packages are not those of package.json (${some}): run npm ci.`,
  );
}
if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  refuse(
    `正在运行的是 Node ${process.versions.node}，需要 ${oldestNode} 以上。npm ci 会自带合适的 Node：请运行 npm ci（不带 --ignore-scripts），再用 npm start 启动。`,
    `This is Node ${process.versions.node}; ${oldestNode} or later is needed. npm ci brings it along: run npm ci (without --ignore-scripts), then start with npm start.`,
  );
}
// Stripped and compiled sources are kept: every process that starts later, ours or a child, begins in half the time.
const compiled = (process.env.NODE_COMPILE_CACHE ??= path.join(projectDir, 'node_modules', '.cache', 'node'));
module.enableCompileCache(compiled);
process.argv.splice(1, 2, script);
await import(pathToFileURL(script).href);

/** What package.json names and is missing, or is there in another version; null where nothing was installed. */
function wrongPackages() {
  const { dependencies, devDependencies } = readJson('package.json');
  if (!readJson('node_modules/.package-lock.json')) return null;
  const tools = withoutTools.includes(process.argv[2] ?? '') ? {} : devDependencies;
  return Object.entries({ ...dependencies, ...tools })
    .filter(([name, version]) => {
      const installed = readJson(`node_modules/${name}/package.json`)?.version;
      // An alias reads npm:<name>@<version>.
      return installed !== version.slice(version.lastIndexOf('@') + 1);
    })
    .map(([name]) => name);
}

/**
 * A file of the project as an object; undefined where it cannot be read.
 * @param {string} file
 */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(path.join(projectDir, file), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} zh
 * @param {string} en
 */
function refuse(zh, en) {
  process.stderr.write(`${zh}\n${en}\n`);
  process.exit(1);
}
