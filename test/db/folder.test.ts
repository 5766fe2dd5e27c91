import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { syncedFolderOf } from '#db/data-folder.ts';
import { lockFolder } from '#db/folder-lock.ts';
import { testFolder } from '#test/support/temporary.ts';

const place = testFolder('folder');
const projectDir = path.resolve(import.meta.dirname, '../..');

test.each([
  'OneDrive',
  'OneDrive - 示例银行',
  'Dropbox',
  'Dropbox (Firm)',
  'Library/Mobile Documents/com~apple~CloudDocs',
  'Library/CloudStorage/GoogleDrive-a',
  'Nutstore Files',
  '我的坚果云',
  'BaiduSyncdisk',
  '百度网盘同步空间',
  'WPS云盘',
])('[F28] a data folder inside %s is refused, and nothing is written into it', (name) => {
  const synced = path.join(place, name);
  mkdirSync(synced, { recursive: true });
  const folder = path.join(synced, '文档', 'zhike');
  expect(lockFolder(folder)).toEqual({ ok: false, error: 'SYNCED_FOLDER' });
  expect(readdirSync(synced)).toEqual([]);
});

test('[F28] a synced folder is known by its marks, by what Windows says, and behind a link', () => {
  const marked = path.join(place, 'marked');
  mkdirSync(path.join(marked, '.stfolder'), { recursive: true });
  expect(syncedFolderOf(path.join(marked, 'zhike'), {})).toBe(marked);
  const told = path.join(place, 'Firma');
  expect(syncedFolderOf(path.join(told, 'zhike'), { OneDriveCommercial: told })).toBe(told);
  symlinkSync(marked, path.join(place, 'link'));
  expect(syncedFolderOf(path.join(place, 'link', 'zhike'), {})).toBe(marked);
  expect(syncedFolderOf(path.join(place, 'plain', 'my-dropbox-copy'), {})).toBeNull();
});

/** A program of its own that takes the folder's lock, says how that went, and holds it until it is ended. */
function holder(folder: string) {
  const script = `
    import { lockFolder } from '#db/folder-lock.ts';
    const lock = lockFolder(${JSON.stringify(folder)});
    console.log(lock.ok ? 'held' : lock.error);
    if (lock.ok) setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    cwd: projectDir,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ReturnType<typeof holder>): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('It ended without a word.');
}

test('[ST8] of two programs on one folder the second is refused; when the first is killed, the next takes over', async () => {
  const folder = path.join(place, 'shared');
  const first = holder(folder);
  expect(await firstLine(first)).toBe('held');
  const second = holder(folder);
  expect(await firstLine(second)).toBe('IN_USE');
  const ended = new Promise((resolve) => first.once('exit', resolve));
  first.kill('SIGKILL');
  await ended;
  const third = holder(folder);
  expect(await firstLine(third)).toBe('held');
  third.kill('SIGKILL');
});

test('[ST9] a place where no folder can be made is refused at once, in words', () => {
  const blocked = path.join(place, 'file');
  writeFileSync(blocked, '');
  expect(lockFolder(path.join(blocked, 'a', 'b'))).toMatchObject({ ok: false });
  if (process.platform !== 'linux') return;
  // Through a process of its own: what it guards against never came back.
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/start.ts', '--no-open', '--lang', 'en', '--data', '/proc/zhike'],
    { cwd: projectDir, timeout: 20_000, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('cannot be used') });
});
