import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataDir, readOptions } from '#scripts/start/options.ts';
import { terminalLanguage, wordsIn } from '#scripts/start/words.ts';

const environment = { HOME: '/home/lin' };

test('[SH10] without options: the user’s own data folder, 300 clients, free ports', () => {
  expect(readOptions([], environment)).toEqual({
    ok: true,
    value: {
      isHelpWanted: false,
      mayOpen: true,
      port: null,
      centralPort: null,
      dataDir: defaultDataDir(environment),
      clients: 300,
      isEmpty: false,
      language: null,
      join: null,
    },
  });
});

test('[SH10] every option is read', () => {
  const args = '--no-open --port 4600 --central-port 4601 --data here --clients 200000 --lang en'.split(' ');
  expect(readOptions(args, environment)).toMatchObject({
    value: {
      mayOpen: false,
      port: 4600,
      centralPort: 4601,
      dataDir: path.resolve('here'),
      clients: 200_000,
      language: 'en',
    },
  });
  expect(readOptions(['--central', 'http://10.0.0.5:4470', '--code', 'ABC'], environment)).toMatchObject({
    value: { join: { centralUrl: 'http://10.0.0.5:4470', code: 'ABC' } },
  });
});

test.each([
  [['--clientz', '3'], 'unknownOption', '--clientz'],
  [['extra'], 'unknownOption', 'extra'],
  [['--port'], 'unknownOption', '--port'],
  [['--port', '0'], 'badNumber', '--port'],
  [['--port', '70000'], 'badNumber', '--port'],
  [['--clients', '3.5'], 'badNumber', '--clients'],
  [['--clients', 'many'], 'badNumber', '--clients'],
  [['--lang', 'fr'], 'badLanguage', 'fr'],
  [['--central', 'ftp://x'], 'badUrl', 'ftp://x'],
  [['--empty', '--clients', '5'], 'contradiction', '--empty'],
  [['--code', 'ABC'], 'contradiction', '--code'],
  [['--central', 'http://x', '--clients', '5'], 'contradiction', '--clients'],
] as const)('[SH10] %s is refused with what is wrong', (args, word, about) => {
  const read = readOptions(args, environment);
  expect(read).toMatchObject({ ok: false, error: { word, about: expect.stringContaining(about) } });
  if (read.ok) return;
  for (const language of ['zh-CN', 'en'] as const) {
    const sentence = wordsIn(language)(read.error.word, read.error.about);
    expect(sentence).toContain(about);
    expect(sentence).not.toContain('{}');
  }
});

test('the data folder follows the platform’s custom', () => {
  expect(defaultDataDir({ HOME: '/home/lin' }, 'linux')).toBe('/home/lin/.local/share/zhike');
  expect(defaultDataDir({ HOME: '/home/lin', XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/zhike');
  expect(defaultDataDir({ HOME: '/Users/lin' }, 'darwin')).toBe(
    '/Users/lin/Library/Application Support/Zhike',
  );
});

test('the terminal’s language is Chinese unless it says otherwise', () => {
  expect(terminalLanguage({})).toBe('zh-CN');
  expect(terminalLanguage({ LANG: 'C.UTF-8' })).toBe('zh-CN');
  expect(terminalLanguage({ LANG: 'zh_CN.UTF-8' })).toBe('zh-CN');
  expect(terminalLanguage({ LANG: 'en_GB.UTF-8' })).toBe('en');
  expect(terminalLanguage({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' })).toBe('en');
});
