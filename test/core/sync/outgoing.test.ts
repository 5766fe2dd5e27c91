import { expect, test } from 'vitest';
import { cutPush, urgentGroups } from '#core/sync/outgoing.ts';

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

test('[SY6] one group above the limits goes up in pieces rather than never', () => {
  const queue = Array.from({ length: 5 }, () => item('a', ''));
  expect(cutPush(queue, { rows: 3, bytes: 1e6 })).toHaveLength(3);
  expect(cutPush(queue, { rows: 9, bytes: 50 })).toHaveLength(1);
});
