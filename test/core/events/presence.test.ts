import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldPresence, foldPresences, type CheckInFact } from '#core/events/presence.ts';

const window = { from: 1000, until: 9000 };

function fact(
  id: string,
  kind: CheckInFact['kind'],
  at: number,
  changed: Partial<CheckInFact> = {},
): CheckInFact {
  return {
    id,
    kind,
    at,
    answers: null,
    eventId: 'event',
    guestId: 'guest',
    desk: 'A',
    managerId: 'host',
    method: 'SCAN',
    overrideReason: null,
    ...changed,
  };
}

describe('foldPresence', () => {
  test('[EV8] no fact, no presence; one entry, in the room', () => {
    expect(foldPresence([], window)).toMatchObject({ first: null, isInRoom: false });
    const here = foldPresence([fact('1', 'IN', 5000)], window);
    expect(here).toMatchObject({ first: { id: '1', at: 5000, desk: 'A' }, isInRoom: true, doubles: [] });
  });

  test('[EV9] two desks apart: the earliest is the entry, the other a double entry, both stay', () => {
    const facts = [fact('2', 'IN', 5000, { desk: 'B' }), fact('1', 'IN', 4000)];
    const here = foldPresence(facts, window);
    expect(here.first?.id).toBe('1');
    expect(here.doubles.map(({ id, desk }) => [id, desk])).toEqual([['2', 'B']]);
    expect(here.standing).toEqual(['1', '2']);
  });

  test('[EV8] the same clamped time is decided by id', () => {
    const facts = [fact('b', 'IN', 5000), fact('a', 'IN', 5000)];
    expect(foldPresence(facts, window).first?.id).toBe('a');
  });

  test('[EV13] a desk in another year is clamped to the door window', () => {
    expect(foldPresence([fact('1', 'IN', -9e12)], window).first?.at).toBe(1000);
    expect(foldPresence([fact('1', 'IN', 9e12)], window).first?.at).toBe(9000);
    const facts = [fact('1', 'IN', 9e12), fact('2', 'IN', 5000, { desk: 'B' })];
    expect(foldPresence(facts, window).first?.id).toBe('2');
  });

  test('[EV10] taking back the first entry leaves the guest in by the second', () => {
    const facts = [
      fact('1', 'IN', 4000),
      fact('2', 'IN', 5000, { desk: 'B' }),
      fact('3', 'UNDO', 6000, { answers: '1' }),
    ];
    expect(foldPresence(facts, window)).toMatchObject({ first: { id: '2' }, isInRoom: true, doubles: [] });
  });

  test('[EV10] taking back the only entry leaves nobody; an undo of an undo changes nothing', () => {
    const facts = [
      fact('1', 'IN', 4000),
      fact('2', 'UNDO', 5000, { answers: '1' }),
      fact('3', 'UNDO', 6000, { answers: '2' }),
    ];
    expect(foldPresence(facts, window)).toMatchObject({ first: null, isInRoom: false, standing: [] });
  });

  test('[EV10] taking back an exit puts the guest back in the room', () => {
    const facts = [fact('1', 'IN', 4000), fact('2', 'OUT', 5000, { answers: '1' })];
    expect(foldPresence(facts, window)).toMatchObject({ isInRoom: false, leftAt: 5000 });
    const undone = [...facts, fact('3', 'UNDO', 6000, { answers: '2' })];
    expect(foldPresence(undone, window)).toMatchObject({ isInRoom: true, leftAt: null });
  });

  test('[EV11] an exit stamped before its entry still counts as leaving', () => {
    const facts = [fact('1', 'IN', 5000), fact('2', 'OUT', 2000, { answers: '1', desk: 'B' })];
    expect(foldPresence(facts, window)).toMatchObject({ first: { id: '1' }, isInRoom: false });
  });

  test('[EV11] a desk that knew of no entry can still see a guest leave', () => {
    const facts = [fact('1', 'IN', 4000), fact('2', 'OUT', 5000, { desk: 'B' })];
    expect(foldPresence(facts, window).isInRoom).toBe(false);
  });

  test('[EV11] in, out, in again is in, with the first entry kept and no double entry', () => {
    const facts = [
      fact('1', 'IN', 4000),
      fact('2', 'OUT', 5000, { answers: '1' }),
      fact('3', 'IN', 3000, { answers: '2' }),
    ];
    expect(foldPresence(facts, window)).toMatchObject({ first: { id: '1' }, isInRoom: true, doubles: [] });
    const leftAgain = [...facts, fact('4', 'OUT', 2000, { answers: '3' })];
    expect(foldPresence(leftAgain, window).isInRoom).toBe(false);
  });

  test('[EV12] a scan answered ALREADY is no double entry, and carries the guest when the entry is taken back', () => {
    const facts = [fact('1', 'IN', 4000), fact('2', 'IN', 5000, { answers: '1', desk: 'B' })];
    const here = foldPresence(facts, window);
    expect(here).toMatchObject({ first: { id: '1' }, doubles: [], repeats: [{ id: '2' }] });
    const undone = foldPresence([...facts, fact('3', 'UNDO', 6000, { answers: '1' })], window);
    expect(undone).toMatchObject({ first: { id: '2' }, isInRoom: true });
  });

  test('[EV7] links in a circle or into nothing do not hang and do not depend on order', () => {
    const facts = [
      fact('1', 'IN', 4000, { answers: '2' }),
      fact('2', 'OUT', 5000, { answers: '1' }),
      fact('3', 'IN', 6000, { answers: 'gone' }),
    ];
    expect(foldPresence(facts.toReversed(), window)).toEqual(foldPresence(facts, window));
  });

  test('[EV7] any order and any repetition of any facts gives the same result', () => {
    const ids = fc.constantFrom('1', '2', '3', '4', '5', '6', '7');
    const anyFact = fc
      .record({
        id: ids,
        kind: fc.constantFrom('IN', 'IN', 'OUT', 'UNDO'),
        at: fc.integer({ min: 0, max: 10_000 }),
        answers: fc.option(ids),
        desk: fc.constantFrom('A', 'B', 'C'),
      })
      .map(({ id, kind, at, answers, desk }) => fact(id, kind as CheckInFact['kind'], at, { answers, desk }));
    const history = fc.uniqueArray(anyFact, { selector: ({ id }) => id, maxLength: 7 });
    fc.assert(
      fc.property(
        history.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
          ),
        ),
        ([facts, shuffled]) => {
          expect(foldPresence(shuffled, window)).toEqual(foldPresence(facts, window));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('[EV7] a late fact of one guest never touches another', () => {
    const facts = [fact('1', 'IN', 4000), fact('2', 'IN', 4000, { guestId: 'other' })];
    const presences = foldPresences(facts, window);
    expect([...presences.keys()].sort()).toEqual(['guest', 'other']);
    expect(presences.get('guest')?.doubles).toEqual([]);
  });
});
