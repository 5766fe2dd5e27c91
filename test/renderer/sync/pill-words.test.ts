import type { TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { SyncStatus } from '#core/api/sync.ts';
import { pillWords } from '#renderer/features/sync/pill-words.ts';
import { wordsOf } from '#test/renderer/sync/words.ts';

const now = Date.parse('2026-11-23T10:00:00+08:00');
const status: SyncStatus = {
  phase: 'synced',
  problem: null,
  pending: 0,
  refused: 0,
  held: 0,
  isLive: false,
  isMetered: false,
  progress: null,
  syncedAt: Date.parse('2026-11-23T09:12:00+08:00'),
  proof: null,
};
let t: TFunction<'sync'>;
beforeAll(async () => {
  t = await wordsOf('zh-CN');
});
const say = (change: Partial<SyncStatus>): string => pillWords(t, { ...status, ...change }, now).short;

test('[SY17] the pill says in words where this workstation stands', () => {
  expect(say({})).toBe('已同步 · 数据截至 09:12');
  expect(say({ isLive: true })).toBe('已同步 · 实时');
  expect(say({ isMetered: true })).toBe('已同步 · 省流量 · 数据截至 09:12');
  expect(say({ phase: 'syncing', progress: { done: 40, total: 100 } })).toBe('正在同步 40%');
  expect(say({ phase: 'syncing', pending: 2 })).toBe('正在同步 · 2 条未上传');
  expect(say({ phase: 'offline', problem: 'UNREACHABLE', pending: 3 })).toBe(
    '离线 · 3 条未上传 · 数据截至 09:12',
  );
});

test('[SY17] it never says synced while something waits, nor offline before the centre was tried', () => {
  expect(say({ pending: 1 })).toBe('1 条正待上传');
  expect(say({ phase: 'offline', syncedAt: null })).toBe('正在连接');
  expect(say({ pending: 1, held: 1 })).toBe('已同步 · 1 条等中心升级 · 数据截至 09:12');
  expect(say({ refused: 2 })).toBe('已同步 · 2 条被退回 · 数据截至 09:12');
});

test("[SY17] yesterday's state carries its day", () => {
  const syncedAt = Date.parse('2026-11-21T23:59:00+08:00');
  expect(say({ phase: 'offline', problem: 'UNREACHABLE', syncedAt })).toBe('离线 · 数据截至 11-21 23:59');
});

test.each([
  ['CAPTIVE', 'offline', '网络需要登录'],
  ['SERVER_ERROR', 'offline', '中心暂时出错'],
  ['REVOKED', 'blocked', '设备已停用'],
  ['UNKNOWN_DEVICE', 'blocked', '中心不认识本机'],
  ['CENTRAL_VERSION', 'blocked', '程序版本不一致'],
  ['CLOCK_WRONG', 'blocked', '本机时间不对'],
  ['EPOCH_CHANGED', 'blocked', '中心已恢复备份'],
  ['MASS_REMOVAL', 'blocked', '大量删除待确认'],
  ['STORE_FAILED', 'blocked', '磁盘写入失败'],
  ['DIFFERENT', 'blocked', '两端不一致'],
  ['NEVER_HEARD_OF', 'blocked', '同步受阻'],
] as const)('[SY17] %s is told by its own words', (problem, phase, words) => {
  expect(say({ phase, problem, pending: 1 })).toContain(`${words} · 1 条未上传`);
});

test('[SY17] behind the pill: the reason, the last sync and the last proof', () => {
  const proof = { at: status.syncedAt ?? 0, isEqual: true, rows: 1234 };
  expect(pillWords(t, { ...status, proof }, now).lines).toEqual([
    '已同步',
    '全部已上传',
    '上次同步：2026-11-23 09:12',
    '2026-11-23 09:12 核对 1,234 条：两端一致',
  ]);
});
