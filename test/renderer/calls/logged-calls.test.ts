import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CallCard } from '#core/api/calls.ts';
import type * as Store from '#renderer/features/calls/logged-calls.ts';

const log = vi.fn<(input: { contactId: string }) => Promise<unknown>>();
const undo = vi.fn<() => Promise<void>>();
const counted = vi.fn<(key: string, counters: unknown) => void>();
vi.mock('#renderer/lib/api.ts', () => ({
  client: { calls: { log, undo } },
  api: { calls: { counters: { queryKey: () => 'counters' } } },
  queryClient: { setQueryData: counted },
}));

const call = { outcome: 'NO_ANSWER', note: '', followUpAt: null, startedAt: 1 } as const;
const cardOf = (clientId: string) =>
  ({ clientId, name: clientId, reason: 'FRESH', taskId: null }) as unknown as CallCard;
const counters = { dialled: 2, reached: 0, byOutcome: {} };
const saved = { tasks: [], undoUntil: 99, isGone: false, counters };

let store: typeof Store;
let leaving: Set<EventListener>;
const states = () => store.loggedCalls().map(({ clientId, state }) => `${clientId} ${state}`);
const sentIds = () => log.mock.calls.map(([{ contactId }]) => contactId);

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  log.mockReset();
  undo.mockReset();
  counted.mockReset();
  leaving = new Set();
  vi.stubGlobal('addEventListener', (_: string, listener: EventListener) => leaving.add(listener));
  vi.stubGlobal('removeEventListener', (_: string, listener: EventListener) => leaving.delete(listener));
  store = await import('#renderer/features/calls/logged-calls.ts');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('[CQ16] pressed while the commit before is still running: both calls are kept, each under a name of its own', async () => {
  const [first, second] = [Promise.withResolvers(), Promise.withResolvers()];
  log.mockReturnValueOnce(first.promise).mockReturnValueOnce(second.promise);
  const both = [store.log(cardOf('one'), call), store.log(cardOf('two'), { ...call, outcome: 'BUSY' })];
  expect(states()).toEqual(['one saving', 'two saving']);
  expect(new Set(sentIds()).size).toBe(2);
  second.resolve(saved);
  expect(await both[1]).toBe(true);
  expect(states()).toEqual(['one saving', 'two saved']);
  first.resolve(saved);
  expect(await both[0]).toBe(true);
  expect(states()).toEqual(['one saved', 'two saved']);
  expect(counted).toHaveBeenLastCalledWith('counters', counters);
});

test('[CQ20] taken back while its commit is still running: first it is on disk, then it is taken back', async () => {
  const commit = Promise.withResolvers();
  log.mockReturnValueOnce(commit.promise);
  undo.mockResolvedValueOnce(undefined);
  void store.log(cardOf('one'), call);
  const undone = store.undo(store.loggedCalls()[0] ?? null);
  await vi.advanceTimersByTimeAsync(1000);
  expect(undo).not.toHaveBeenCalled();
  commit.resolve(saved);
  expect(await undone).toMatchObject({ clientId: 'one' });
  expect(undo).toHaveBeenCalledOnce();
  expect(states()).toEqual(['one undone']);
});

test('[CQ50] what a workstation that died or was locked left unanswered is offered again under its own name', async () => {
  log
    .mockRejectedValueOnce(new Error('The connection broke.'))
    .mockRejectedValueOnce(new ORPCError('LOCKED'))
    .mockResolvedValueOnce(saved);
  const kept = store.log(cardOf('one'), call);
  expect(leaving.size).toBe(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await kept).toBe(true);
  expect(log).toHaveBeenCalledTimes(3);
  expect(new Set(sentIds()).size).toBe(1);
  expect(leaving.size).toBe(0);
});

test('[CQ50] an answer is an answer: what was refused is not offered again, and stays until it was dealt with', async () => {
  log.mockRejectedValueOnce(new ORPCError('BLOCKED')).mockResolvedValue(saved);
  expect(await store.log(cardOf('one'), call)).toBe(false);
  for (let more = 0; more < 30; more += 1) await store.log(cardOf(`more ${more}`), call);
  expect(states()[0]).toBe('one failed');
  expect(log).toHaveBeenCalledTimes(31);
  store.dismiss(store.loggedCalls()[0]?.contactId ?? '');
  expect(states()).not.toContain('one failed');
});
