import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TFunction } from 'i18next';
import { expect, test, vi } from 'vitest';
import { entities, type Entity } from '#core/sync/entities.ts';
import { refusalCode } from '#core/sync/protocol.ts';
import { toActs, type OutgoingItem } from '#renderer/features/sync/acts.ts';
import { batched } from '#renderer/features/sync/batched.ts';
import { platformWords } from '#renderer/features/sync/platform-words.ts';
import { valueWords } from '#renderer/features/sync/value-words.ts';
import { commandWords, contentWords, fieldWords } from '#renderer/features/sync/words.ts';
import { wordsOf } from '#test/renderer/sync/words.ts';

const item = (change: Partial<OutgoingItem>): OutgoingItem => ({
  mid: 'm1',
  group: 'g1',
  command: 'call.log',
  entity: 'contact',
  rowId: 'r1',
  about: '赵测试',
  scope: 'client:c1',
  fields: [],
  at: 1,
  code: null,
  detail: null,
  ...change,
});

test('[SY7] the changes of one command are one act, told by what caused its refusal', () => {
  const acts = toActs([
    item({ mid: 'm1', code: 'GROUP_FAILED' }),
    item({ mid: 'm2', code: 'LIMIT_EXCEEDED', state: 'refused' }),
    item({ mid: 'm3', group: 'g2', scope: 'client:c2', about: '钱测试' }),
    item({ mid: 'm4', group: 'g2', scope: 'client:c3', about: '孙测试', state: 'stored', answeredAt: 5 }),
  ]);
  expect(acts).toMatchObject([
    { mids: ['m1', 'm2'], code: 'LIMIT_EXCEEDED', state: 'refused', about: [{ name: '赵测试' }] },
    { mids: ['m3', 'm4'], state: 'waiting', answeredAt: 5, about: [{ name: '钱测试' }, { name: '孙测试' }] },
  ]);
});

test('[SY16] values are written as people read them', async () => {
  const t = await wordsOf('zh-CN');
  const say = (entity: string, field: string, value: unknown): string =>
    valueWords(t, { entity, field, json: JSON.stringify(value) });
  expect(say('client', 'statedAssetsFen', 123_456_700)).toBe('¥123.46万');
  expect(say('client', 'registeredAt', Date.parse('2026-11-23T10:00:00+08:00'))).toBe('2026-11-23 10:00');
  expect(say('client', 'tier', 'VIP')).toBe('贵宾');
  expect(say('client', 'gender', 'F')).toBe('女');
  expect(say('client', 'phoneUsable', false)).toBe('否');
  expect(say('client', 'city', null)).toBe('（空）');
  expect(say('client', 'extra', { 卡号尾数: '1234' })).toBe('卡号尾数：1234');
  expect(say('riskTest', 'level', 'C4')).toBe('C4 成长型');
  expect(say('task', 'status', 'DONE')).toBe('已完成');
  expect(say('guest', 'state', 'accepted')).toBe('已接受');
  expect(say('event', 'capacity', 30)).toBe('30');
});

test('[SY7] what an act holds is told in its telling fields, at most three', async () => {
  const t = await wordsOf('zh-CN');
  const field = (name: string, value: unknown) => ({ field: name, value: JSON.stringify(value) });
  const note = item({ entity: 'note', fields: [field('text', '女儿出嫁')] });
  expect(contentWords(t, { items: [note] })).toBe('女儿出嫁');
  const fields = [
    field('city', '上海'),
    field('tier', 'VIP'),
    field('gender', 'M'),
    field('occupation', '医生'),
  ];
  expect(contentWords(t, { items: [item({ entity: 'client', fields })] })).toBe(
    '城市 上海 · 客户层级 贵宾 · 性别 男 · 另有 1 项',
  );
});

/** Every command the workstation gives, as its source names them. */
function commandsGiven(): string[] {
  const root = path.resolve(import.meta.dirname, '../../../workstation');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const named = sources.flatMap((file) => [
    ...readFileSync(path.join(root, file), 'utf8').matchAll(
      /'((?:call|client|consent|event|guest|checkIn|risk|conflict)\.[a-zA-Z]+)'/g,
    ),
  ]);
  return [...new Set(named.map(([, name]) => name ?? ''))];
}

test.each(['zh-CN', 'en'] as const)(
  '[SY7] %s has words for every command, refusal and field',
  async (language) => {
    const t: TFunction<'sync'> = await wordsOf(language);
    const commands = commandsGiven();
    expect(commands).toContain('client.note');
    const wordless = [
      ...commands.filter((command) => commandWords(t, command, 'x') === t('command.other', { entity: 'x' })),
      ...refusalCode.options.filter((code) => t(`refusal.${code}.why`) === `refusal.${code}.why`),
      ...Object.keys(entities).flatMap((entity) => {
        const { merge, fields } = entities[entity as Entity];
        const names = merge === 'fields' ? Object.keys(fields.shape) : [];
        return names
          .filter((field) => fieldWords(t, entity, field) === field)
          .map((field) => `${entity}.${field}`);
      }),
    ];
    expect(wordless).toEqual([]);
  },
);

test('an operating system is named as its maker does', () => {
  expect(
    ['Windows_NT 10.0.26100 x64', 'darwin', 'Linux 6.8.0-45-generic', 'Haiku'].map(platformWords),
  ).toEqual(['Windows', 'macOS', 'Linux', 'Haiku']);
});

test('single reads of one moment become one common read, split where there are too many', async () => {
  const readAll = vi.fn<(keys: readonly string[]) => Promise<ReadonlyMap<string, number>>>(
    async (keys: readonly string[]) => new Map(keys.map((key) => [key, key.length] as const)),
  );
  const read = batched(readAll, (key) => key, 3);
  expect(await Promise.all([read('a'), read('bb'), read('a')])).toEqual([1, 2, 1]);
  expect(readAll.mock.calls).toEqual([[['a', 'bb']]]);
  await Promise.all(['a', 'b', 'c', 'd'].map(read));
  expect(readAll.mock.calls.slice(1)).toEqual([[['a', 'b', 'c']], [['d']]]);
});
