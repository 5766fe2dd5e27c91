// Plain JavaScript, so that the Node a bare machine has can read it and say what is missing.
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const script = path.join(projectDir, process.argv[2] ?? 'scripts/start.ts');
const oldestNode = 24;

if (!existsSync(path.join(projectDir, 'node_modules', 'zod'))) {
  refuse('依赖还没有安装：请先运行 npm ci。', 'The packages are not installed: run npm ci first.');
}
if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  refuse(
    `正在运行的是 Node ${process.versions.node}，需要 ${oldestNode} 以上。npm ci 会自带合适的 Node：请运行 npm ci（不带 --ignore-scripts），再用 npm start 启动。`,
    `This is Node ${process.versions.node}; ${oldestNode} or later is needed. npm ci brings it along: run npm ci (without --ignore-scripts), then start with npm start.`,
  );
}
process.argv.splice(1, 2, script);
await import(pathToFileURL(script).href);

/**
 * @param {string} zh
 * @param {string} en
 */
function refuse(zh, en) {
  process.stderr.write(`${zh}\n${en}\n`);
  process.exit(1);
}
