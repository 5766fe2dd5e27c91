import { describe, expect, test } from 'vitest';
import {
  afterEvent,
  endingOfStatus,
  idlePhone,
  isLive,
  isOurFault,
  phaseOf,
  problemOfStatus,
  proposedOutcome,
  type PhoneEvent,
  type Softphone,
} from '#core/calls/softphone.ts';
import { callEndings } from '#core/calls/phone-call.ts';

const after = (...events: PhoneEvent[]): Softphone => events.reduce(afterEvent, idlePhone);
const registered: PhoneEvent[] = [{ kind: 'CONNECT' }, { kind: 'REGISTERED' }];
const dialled: PhoneEvent[] = [...registered, { kind: 'DIALLED', at: 1000 }];
const talking: PhoneEvent[] = [...dialled, { kind: 'RANG' }, { kind: 'ANSWERED', at: 9000 }];

describe('[CQ45] the softphone says one word at a time', () => {
  test.each([
    ['OFF', []],
    ['REGISTERING', [{ kind: 'CONNECT' }]],
    ['REGISTERED', registered],
    ['FAILED', [{ kind: 'LINE_FAILED', problem: 'WRONG_PASSWORD' }]],
    ['DIALLING', dialled],
    ['RINGING', [...dialled, { kind: 'RANG' }]],
    ['TALKING', talking],
    ['HELD', [...talking, { kind: 'HELD' }]],
    ['TALKING', [...talking, { kind: 'HELD' }, { kind: 'RESUMED' }]],
    ['ENDED', [...talking, { kind: 'ENDED', at: 20_000, ending: 'CLIENT' }]],
    ['ENDED', [...dialled, { kind: 'ENDED', at: 2000, ending: 'CANCELLED' }]],
    ['FAILED', [...dialled, { kind: 'ENDED', at: 2000, ending: 'BUSY' }]],
    ['REGISTERED', [...talking, { kind: 'ENDED', at: 20_000, ending: 'SELF' }, { kind: 'CLEARED' }]],
  ] as const)('%s', (phase, events) => {
    expect(phaseOf(after(...(events as readonly PhoneEvent[])))).toBe(phase);
  });

  test('its times are the line’s', () => {
    const { call } = after(...talking, { kind: 'ENDED', at: 20_000, ending: 'CLIENT' });
    expect(call).toMatchObject({ dialledAt: 1000, answeredAt: 9000, endedAt: 20_000, ending: 'CLIENT' });
  });

  test('the end comes once: what is told later changes nothing', () => {
    const ended = after(...talking, { kind: 'ENDED', at: 20_000, ending: 'SELF' });
    for (const late of [
      { kind: 'ENDED', at: 30_000, ending: 'LINE_LOST' },
      { kind: 'ANSWERED', at: 30_000 },
      { kind: 'HELD' },
      { kind: 'MUTED', isMuted: true },
    ] as const) {
      expect(afterEvent(ended, late)).toEqual(ended);
    }
  });

  test('a second call waits for the first to end, and nothing clears a live one', () => {
    const phone = after(...talking);
    expect(afterEvent(phone, { kind: 'DIALLED', at: 10_000 })).toEqual(phone);
    expect(afterEvent(phone, { kind: 'CLEARED' })).toEqual(phone);
  });

  test('a clock that steps back gives no negative talk', () => {
    const { call } = after(...talking, { kind: 'ENDED', at: 500, ending: 'CLIENT' });
    expect(call?.endedAt).toBe(9000);
  });

  test('a server lost in a talk is said and the talk goes on; back again it is forgotten', () => {
    const lost = after(...talking, { kind: 'LINE_FAILED', problem: 'SERVER_LOST' });
    expect(lost.call).toMatchObject({ stage: 'TALKING', isLineLost: true });
    expect(isLive(lost.call)).toBe(true);
    expect(afterEvent(lost, { kind: 'REGISTERED' }).call?.isLineLost).toBe(false);
  });
});

test.each([
  [486, 'BUSY', 'BUSY'],
  [600, 'BUSY', 'BUSY'],
  [603, 'DECLINED', 'BUSY'],
  [408, 'NO_ANSWER', 'NO_ANSWER'],
  [480, 'NOT_REACHABLE', 'OFF_SIGNAL'],
  [404, 'NOT_IN_SERVICE', 'WRONG'],
  [484, 'NOT_IN_SERVICE', 'WRONG'],
  [403, 'NOT_ALLOWED', null],
  [488, 'NO_SOUND', null],
  [503, 'SERVER_TROUBLE', null],
] as const)('[CQ80] status %i is %s and speaks for the outcome %s', (status, ending, outcome) => {
  expect(endingOfStatus(status)).toBe(ending);
  expect(proposedOutcome(ending)).toBe(outcome);
});

test('[CQ80] a client who was not called through our fault gets no outcome proposed, and no client is blamed', () => {
  for (const ending of callEndings) {
    if (isOurFault(ending)) expect(proposedOutcome(ending)).toBeNull();
  }
  expect(callEndings.filter(isOurFault)).toEqual([
    'MIC_REFUSED',
    'MIC_MISSING',
    'NO_SOUND',
    'NOT_ALLOWED',
    'LINE_LOST',
    'SERVER_TROUBLE',
  ]);
});

test.each([
  [401, 'WRONG_PASSWORD'],
  [403, 'WRONG_PASSWORD'],
  [404, 'BAD_SETTINGS'],
  [500, 'SERVER_TROUBLE'],
  [null, 'SERVER_LOST'],
  [408, 'SERVER_LOST'],
] as const)('[CQ80] a registration refused with %s is %s', (status, problem) => {
  expect(problemOfStatus(status)).toBe(problem);
});
