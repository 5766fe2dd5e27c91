import { expect, test } from 'vitest';
import { makeFolderBy } from '#core/base/folder.ts';

/** Folders in memory; under `/proc` nothing can be made. */
function world(...there: string[]) {
  const made: string[] = [];
  const known = new Set(there);
  return {
    made,
    isThere: (path: string) => known.has(path),
    above: (path: string) => path.slice(0, path.lastIndexOf('/')) || '/',
    make: (path: string) => {
      made.push(path);
      if (path.startsWith('/proc')) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      known.add(path);
    },
  };
}

test('[CE55] what is missing of a folder is made from the top', () => {
  const disk = world('/', '/data');
  makeFolderBy(disk, '/data/a/b');
  expect(disk.made).toEqual(['/data/a', '/data/a/b']);
});

test('[CE55] where nothing can be made, one attempt says so', () => {
  const disk = world('/', '/proc');
  expect(() => makeFolderBy(disk, '/proc/a/b')).toThrow('no /proc/a');
  expect(disk.made).toEqual(['/proc/a']);
});

test('[CE55] a folder that another made meanwhile is as good', () => {
  const late = Object.assign(new Error('there'), { code: 'EEXIST' });
  const make = (): never => {
    throw late;
  };
  expect(() => makeFolderBy({ ...world('/'), make }, '/a')).not.toThrow();
});
