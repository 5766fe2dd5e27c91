import { describe, expect, test } from 'vitest';
import { writeHlc } from '#core/sync/hlc.ts';
import { clampHlc, lostByDelete, mergePatch, type FieldMark, type MergeTarget } from '#core/sync/merge.ts';

const at = (ms: number, counter = 0, device = 'd'): string => writeHlc({ ms, counter, device });
const mark = (seq: number, ms: number, device: string): FieldMark => [
  seq,
  at(ms),
  device,
  `manager of ${device}`,
];

const client: MergeTarget = {
  entity: 'client',
  data: { name: '甲', city: '上海', ownerManagerId: 'owner' },
  marks: { '*': mark(5, 100, 'mine'), city: mark(9, 200, 'other') },
};
const intent = { base: 5, hlc: at(300), deviceId: 'mine', managerId: 'me' };

describe('mergePatch', () => {
  test('[CE5] a field nobody wrote after the base is clean', () => {
    expect(mergePatch(client, { ...intent, patch: { name: '乙' } })).toEqual({
      changes: { name: '乙' },
      lost: [],
    });
  });

  test('[CE5] a field of a newer seq is clean when this device wrote it itself', () => {
    const own = { ...client, marks: { '*': mark(5, 100, 'mine'), city: mark(9, 200, 'mine') } };
    const merged = mergePatch(own, { ...intent, hlc: at(1), patch: { city: '北京' } });
    expect(merged).toEqual({ changes: { city: '北京' }, lost: [] });
  });

  test('[CE5] an equal value changes nothing, whoever wrote it', () => {
    expect(mergePatch(client, { ...intent, patch: { city: '上海' } })).toEqual({ changes: {}, lost: [] });
  });

  test('[CE6] the later intent wins and the loser is kept with both authors', () => {
    expect(mergePatch(client, { ...intent, patch: { city: '北京' } })).toEqual({
      changes: { city: '北京' },
      lost: [
        {
          field: 'city',
          winner: '北京',
          loser: '上海',
          winnerManagerId: 'me',
          loserManagerId: 'manager of other',
          rule: 'lww',
        },
      ],
    });
  });

  test('[CE6] the earlier intent loses and is kept', () => {
    const { changes, lost } = mergePatch(client, { ...intent, hlc: at(199), patch: { city: '北京' } });
    expect(changes).toEqual({});
    expect(lost).toMatchObject([{ winner: '上海', loser: '北京', loserManagerId: 'me', rule: 'lww' }]);
  });

  test('[CE6] a tie goes to the arrival, a higher counter counts as later, the device name decides nothing', () => {
    expect(
      mergePatch(client, { ...intent, hlc: at(200, 0, 'aaa'), patch: { city: '北京' } }).changes,
    ).toEqual({ city: '北京' });
    const counted = { ...client, marks: { city: [9, at(200, 4, 'other'), 'other', 'x'] as const } };
    expect(
      mergePatch(counted, { ...intent, hlc: at(200, 3, 'zzz'), patch: { city: '北京' } }).changes,
    ).toEqual({});
  });

  test('[CE6] fields of one patch are judged one by one', () => {
    const { changes, lost } = mergePatch(client, {
      ...intent,
      hlc: at(1),
      patch: { city: '北京', name: '乙' },
    });
    expect(changes).toEqual({ name: '乙' });
    expect(lost.map(({ field }) => field)).toEqual(['city']);
  });

  test('[CE7] the centre keeps its own fields even against a clean, later patch', () => {
    const { changes, lost } = mergePatch(client, { ...intent, base: 99, patch: { ownerManagerId: 'me' } });
    expect(changes).toEqual({});
    expect(lost).toMatchObject([
      { field: 'ownerManagerId', winner: 'owner', loser: 'me', rule: 'server-wins' },
    ]);
  });
});

test('[CE10] a deletion takes newer values of other devices with it and keeps them as lost', () => {
  expect(lostByDelete(client, intent)).toMatchObject([
    { field: 'city', winner: null, loser: '上海', rule: 'delete' },
  ]);
  expect(lostByDelete(client, { ...intent, base: 9 })).toEqual([]);
});

describe('clampHlc', () => {
  test('[CE6] a reading inside the bounds stays as it is, both bounds included', () => {
    for (const ms of [1000, 1500, 2000]) expect(clampHlc(at(ms, 7), 1000, 2000)).toBe(at(ms, 7));
  });

  test('[CE6] a clock ahead counts as now, a clock behind as the last contact', () => {
    expect(clampHlc(at(2001, 7), 1000, 2000)).toBe(at(2000));
    expect(clampHlc(at(999, 7), 1000, 2000)).toBe(at(1000));
  });

  test('[CE6] a text that is no reading is refused', () => {
    expect(clampHlc('yesterday', 0, 1)).toBeNull();
  });
});
