import { expect, test } from 'vitest';
import { gather } from '#central/store/gather.ts';
import type { CentralStore } from '#central/store/store.ts';
import { authenticateDevice } from '#central/sync/device-contact.ts';

/** A look-up whose loads are answered by hand, in the order they were sent. */
function world() {
  const sent: { keys: readonly string[]; answer: () => void; fail: () => void }[] = [];
  const find = gather<string, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        sent.push({
          keys,
          answer: () => resolve(keys.map((key) => `${key}!`)),
          fail: () => reject(new Error('gone')),
        });
      }),
  );
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { sent, find, turn };
}

test('[CE60] who asks at once is answered by one look-up, each with his own', async () => {
  const { sent, find, turn } = world();
  const asked = Promise.all([find('a'), find('b'), find('a')]);
  await turn();
  expect(sent.map(({ keys }) => keys)).toEqual([['a', 'b', 'a']]);
  sent[0]?.answer();
  expect(await asked).toEqual(['a!', 'b!', 'a!']);
});

test('[CE60] a look-up under way answers nobody who asked after it was sent', async () => {
  const { sent, find, turn } = world();
  const asked = [find('a')];
  await turn();
  asked.push(find('a'));
  await turn();
  asked.push(find('a'), find('b'));
  await turn();
  expect(sent.map(({ keys }) => keys)).toEqual([['a'], ['a']]);
  sent[0]?.answer();
  await asked[0];
  await turn();
  expect(sent.map(({ keys }) => keys)).toEqual([['a'], ['a'], ['a', 'b']]);
  sent.forEach(({ answer }) => answer());
  expect(await Promise.all(asked)).toEqual(['a!', 'a!', 'a!', 'b!']);
});

test('[CE60] a look-up that fails fails for those it was for, and the next is sent', async () => {
  const { sent, find, turn } = world();
  const asked = [find('a'), find('b')];
  await turn();
  sent[0]?.fail();
  await expect(Promise.allSettled(asked)).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
  const next = find('c');
  await turn();
  sent[1]?.answer();
  expect(await next).toBe('c!');
});

test('[CE60] what is no name of a device is asked of nobody', async () => {
  const asked: string[] = [];
  const findDevice = async (_tenantId: string, deviceId: string): Promise<null> => {
    asked.push(deviceId);
    return null;
  };
  const store = { findDevice } as unknown as CentralStore;
  const secret = 'x'.repeat(43);
  for (const token of [null, '', 'a.b', `a.b\0.${secret}`, `a.b.${secret}.c`, `甲.b.${secret}`]) {
    await expect(authenticateDevice(store, token, 0)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  }
  await expect(authenticateDevice(store, `a.b.${secret}`, 0)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect(asked).toEqual(['b']);
});
