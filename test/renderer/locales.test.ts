import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../renderer/locales');
const renderer = path.resolve(import.meta.dirname, '../../renderer');
const namespaces = readdirSync(path.join(folder, 'zh-CN'));

/** Plural endings are a language's own business: `pending_one` and `pending` are the same text. */
function keysOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string'
      ? [`${prefix}${key.replace(/_(one|other)$/, '')}`]
      : keysOf(member as object, `${prefix}${key}.`),
  );
}

function textsOf(value: object): string[] {
  return Object.values(value).flatMap((member) =>
    typeof member === 'string' ? [member] : textsOf(member as object),
  );
}

function read(locale: string, file: string): object {
  return JSON.parse(readFileSync(path.join(folder, locale, file), 'utf8')) as object;
}

test('both languages have the same namespaces', () => {
  expect(readdirSync(path.join(folder, 'en'))).toEqual(namespaces);
});

test.each(namespaces)('%s says the same things in both languages', (file) => {
  const chinese = read('zh-CN', file);
  const english = read('en', file);
  expect([...new Set(keysOf(english))].sort()).toEqual([...new Set(keysOf(chinese))].sort());
  for (const text of textsOf(english))
    expect(text.replace(/简体中文|中文|[“「][^”」]*[”」]|（.*?）/g, '')).not.toMatch(/[\u4e00-\u9fff]{3}/);
});

test('every namespace a screen asks for exists', () => {
  const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const asked = sources.flatMap((file) =>
    [...readFileSync(path.join(renderer, file), 'utf8').matchAll(/useTranslation\('([\w-]+)'\)/g)].map(
      ([, name]) => `${name}.json`,
    ),
  );
  expect(asked.length).toBeGreaterThan(3);
  for (const name of asked) expect(namespaces).toContain(name);
});
