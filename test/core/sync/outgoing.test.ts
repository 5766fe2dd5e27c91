import { expect, test } from 'vitest';
import { cutPush, groupsHeldBack, urgentGroups } from '#core/sync/outgoing.ts';

const item = (group: string, scope: string, lane = 1) => ({ group, scope, lane, bytes: 100 });

test('[SY5] a withdrawal takes along what it stands on, however indirectly, and nothing else', () => {
  const waiting = [
    item('create-b', 'client:b'),
    item('create-a', 'client:a'),
    item('link-a-b', 'client:a'),
    item('link-a-b', 'client:b'),
    item('other', 'client:c'),
    item('withdraw-a', 'client:a', 0),
    item('later-a', 'client:a'),
  ];
  expect([...urgentGroups(waiting)].sort()).toEqual(['create-a', 'create-b', 'link-a-b', 'withdraw-a']);
});

test('[SY5] nothing is urgent without a withdrawal', () => {
  expect(urgentGroups([item('a', 'client:a'), item('b', 'client:b')]).size).toBe(0);
});

test('[SY6] a push keeps groups whole within its rows and bytes', () => {
  const queue = [item('a', ''), item('a', ''), item('b', ''), item('b', ''), item('c', '')];
  expect(cutPush(queue, { rows: 3, bytes: 1e6 })).toHaveLength(2);
  expect(cutPush(queue, { rows: 4, bytes: 1e6 })).toHaveLength(4);
  expect(cutPush(queue, { rows: 9, bytes: 250 })).toHaveLength(2);
  expect(cutPush(queue, { rows: 9, bytes: 1e6 })).toHaveLength(5);
});

test('[SY6] a group above the limits goes up alone and whole, as far as the centre takes it', () => {
  const queue = [...Array.from({ length: 5 }, () => item('a', '')), item('b', '')];
  const alone = { rows: 5, bytes: 1e6 };
  expect(cutPush(queue, { rows: 3, bytes: 1e6 }, alone)).toHaveLength(5);
  expect(cutPush(queue, { rows: 9, bytes: 450 }, alone)).toHaveLength(5);
  expect(cutPush([item('b', ''), ...queue], { rows: 3, bytes: 1e6 }, alone)).toHaveLength(1);
});

test('[SY6] a group that even the centre would refuse goes up in pieces rather than never', () => {
  const queue = Array.from({ length: 5 }, () => item('a', ''));
  const limits = { rows: 1, bytes: 1e6 };
  expect(cutPush(queue, limits, { rows: 3, bytes: 1e6 })).toHaveLength(3);
  expect(cutPush(queue, limits, { rows: 9, bytes: 250 })).toHaveLength(2);
  expect(cutPush(queue, limits, { rows: 9, bytes: 50 })).toHaveLength(1);
});

const change = (group: string, id: string, heldSchema: number | null = null, over: object = {}) => ({
  group,
  lane: 1,
  scope: 'client:x',
  entity: 'client',
  id,
  op: 'patch' as const,
  heldSchema,
  ...over,
});

test('[SY21] what a centre held waits with all that later changes its rows, and nothing else', () => {
  const waiting = [
    change('before', 'a'),
    change('held', 'a', 3),
    change('held', 'b'),
    change('on-a', 'a'),
    change('on-a', 'c'),
    change('on-c', 'c'),
    change('other', 'd'),
  ];
  expect([...groupsHeldBack(waiting, 3)]).toEqual(['held', 'on-a', 'on-c']);
  expect([...groupsHeldBack(waiting, 4)]).toEqual([]);
});

test('[SY21] what belongs to a client that could not be created yet waits for it', () => {
  const create = { op: 'create' as const, scope: 'client:n' };
  const waiting = [
    change('new', 'n', 1, create),
    change('note', 'm', null, { ...create, entity: 'note' }),
    change('elsewhere', 'o', null, { ...create, entity: 'note', scope: 'client:other' }),
  ];
  expect([...groupsHeldBack(waiting, 1)]).toEqual(['new', 'note']);
});
