import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/base/ids.ts';
import { isHeldOut } from '#core/events/holdout.ts';
import { bootstrapDifference, newcombe, wilson } from '#core/events/interval.ts';
import { matchControls, type Likeness } from '#core/events/matching.ts';
import { upliftOf, type Subject } from '#core/events/uplift.ts';

const ids = (count: number, name = 'c') => Array.from({ length: count }, (_, at) => `${name}${at}`);
const draw = (clientId: string, eventId = 'e1', salt = '2026') => ({ clientId, eventId, salt });

describe('the draw', () => {
  test('[EV33] ten of a hundred are left out, evenly, and others at the next event', () => {
    const clients = ids(20_000);
    const out = clients.filter((id) => isHeldOut(draw(id), 10));
    expect(out.length).toBeGreaterThan(1_850);
    expect(out.length).toBeLessThan(2_150);
    const again = out.filter((id) => isHeldOut(draw(id, 'e2'), 10));
    expect(again.length).toBeGreaterThan(130);
    expect(again.length).toBeLessThan(280);
    expect(clients.filter((id) => isHeldOut(draw(id, 'e1', '2027'), 10))).not.toEqual(out);
  });

  test('[EV33] a larger share leaves out all that a smaller one did; none and all are what they say', () => {
    const clients = ids(2_000);
    const ten = clients.filter((id) => isHeldOut(draw(id), 10));
    expect(ten.every((id) => isHeldOut(draw(id), 25))).toBe(true);
    expect(clients.some((id) => isHeldOut(draw(id), 0))).toBe(false);
    expect(clients.every((id) => isHeldOut(draw(id), 100))).toBe(true);
  });
});

describe('intervals', () => {
  test('[EV35] the difference of shares has the bounds that Newcombe published', () => {
    // Statistics in Medicine 17:873-890 (1998), table II, method 10: 56/70 − 48/80, 9/10 − 3/10 and 10/10 − 0/10.
    const [a, b] = [
      newcombe({ hits: 56, of: 70 }, { hits: 48, of: 80 }),
      newcombe({ hits: 9, of: 10 }, { hits: 3, of: 10 }),
    ];
    expect([a.value, a.low, a.high].map((one) => one.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339']);
    expect([b.low, b.high].map((one) => one.toFixed(4))).toEqual(['0.1705', '0.8090']);
    const all = newcombe({ hits: 10, of: 10 }, { hits: 0, of: 10 });
    expect([all.low, all.high].map((one) => one.toFixed(4))).toEqual(['0.6075', '1.0000']);
    expect(wilson({ hits: 0, of: 10 }).low).toBeCloseTo(0, 10);
  });

  test('[EV35] the interval of money is the same for the same seed and holds a known difference', () => {
    const random = seededRandom(7);
    const one = Array.from({ length: 200 }, () => 1_000 + 200 * random());
    const other = Array.from({ length: 100 }, () => 200 * random());
    const first = bootstrapDifference(one, other, seededRandom(1));
    expect(first).toEqual(bootstrapDifference(one, other, seededRandom(1)));
    expect(first).not.toEqual(bootstrapDifference(one, other, seededRandom(2)));
    expect(first.low).toBeLessThan(1_000);
    expect(first.high).toBeGreaterThan(1_000);
    expect(first.high - first.low).toBeLessThan(60);
  });
});

/** So many clients of one side: the first of them raised by 100,000 fen, so many came. */
function side(isInvited: boolean, clients: number, raised: number, attended: number): Subject[] {
  return ids(clients, isInvited ? 'i' : 'o').map((clientId, at) => ({
    clientId,
    isInvited,
    hasAttended: at < attended,
    baselineFen: 5_000_000,
    afterFen: at < raised ? 5_100_000 : 5_000_000,
  }));
}
const random = { comparison: 'RANDOM', costFen: 2_000_000, came: 100, seed: 1 } as const;

describe('the effect of an event', () => {
  test('[EV34] 80 % against 70 % is ten points more with an interval that holds zero, never "80 %"', () => {
    const report = upliftOf([...side(true, 200, 160, 100), ...side(false, 40, 28, 0)], random);
    expect(report.invited).toEqual({ clients: 200, attended: 100, raised: 160, meanChangeFen: 80_000 });
    expect(report.control).toEqual({ clients: 40, attended: 0, raised: 28, meanChangeFen: 70_000 });
    expect(report.raised?.value).toBeCloseTo(0.1, 10);
    // By hand: Wilson 160/200 is 0.7391 … 0.8495, 28/40 is 0.5457 … 0.8193.
    expect(report.raised?.low.toFixed(4)).toBe('-0.0339');
    expect(report.raised?.high.toFixed(4)).toBe('0.2621');
    expect(report.verdict).toBe('NOT_SHOWN');
  });

  test('[EV34] what coming changed is the effect on all, by how many more came', () => {
    const report = upliftOf([...side(true, 200, 160, 100), ...side(false, 40, 8, 4)], random);
    expect(report.verdict).toBe('MORE_RAISED');
    expect(report.change?.value).toBeCloseTo(60_000, 6);
    // 50 % of the invited came and 10 % of the others: 60,000 / 0.4.
    expect(report.perAttendeeFen).toBeCloseTo(150_000, 6);
    expect(report.costPerAttendeeFen).toBe(20_000);
    // 2,000,000 fen for 60,000 each of 200.
    expect(report.costPerNetFen).toBeCloseTo(2_000_000 / 12_000_000, 10);
  });

  test('[EV34] fewer who raised is said too; nobody more came, so nothing is said of coming', () => {
    const empty = { ...random, came: 0 };
    const report = upliftOf([...side(true, 100, 10, 0), ...side(false, 100, 60, 0)], empty);
    expect(report).toMatchObject({
      verdict: 'FEWER_RAISED',
      perAttendeeFen: null,
      costPerAttendeeFen: null,
      costPerNetFen: null,
    });
  });

  test('[EV34] the cost is shared by everyone who came, compared or not', () => {
    const whole = [...side(true, 200, 160, 100), ...side(false, 40, 8, 4)];
    const shared = upliftOf(whole, { ...random, came: 160 });
    expect(shared.costPerAttendeeFen).toBe(12_500);
    // 100 of the 160 who came are compared: 1,250,000 fen for 60,000 each of 200.
    expect(shared.costPerNetFen).toBeCloseTo(1_250_000 / 12_000_000, 10);
  });

  test('[EV36] under thirty a side there is no verdict and no difference', () => {
    const few = upliftOf([...side(true, 300, 200, 100), ...side(false, 29, 5, 0)], random);
    expect(few).toMatchObject({ verdict: 'TOO_FEW', raised: null, change: null, perAttendeeFen: null });
    expect(few.costPerAttendeeFen).toBe(20_000);
    expect(upliftOf([...side(true, 30, 30, 9), ...side(false, 30, 0, 0)], random).verdict).toBe(
      'MORE_RAISED',
    );
    expect(upliftOf([], random).verdict).toBe('TOO_FEW');
  });
});

describe('matching where nobody was left out by lot', () => {
  const one = (clientId: string, over: Partial<Likeness> = {}): Likeness => ({
    clientId,
    stage: 'GROWTH',
    tier: 'VIP',
    baselineFen: 30_000_000,
    silentDays: 10,
    ...over,
  });

  test('[EV37] like goes with like, nearest holdings first, each once', () => {
    const others = [one('x1', { baselineFen: 31_000_000 }), one('x2', { baselineFen: 30_100_000 })];
    expect(matchControls([one('a'), one('b')], others)).toEqual([
      { invitedId: 'a', controlId: 'x2' },
      { invitedId: 'b', controlId: 'x1' },
    ]);
    expect(matchControls([one('a'), one('b'), one('c')], others)).toHaveLength(2);
  });

  test.each([
    ['stage', { stage: 'DECLINE' }],
    ['tier', { tier: 'MASS' }],
    ['band of holdings', { baselineFen: 50_000_000 }],
    ['band of silence', { silentDays: 30 }],
    ['never called', { silentDays: null }],
  ])('[EV37] another %s is no likeness', (_what, over) => {
    expect(matchControls([one('a')], [one('x', over)])).toEqual([]);
    expect(matchControls([one('a', over)], [one('x', over)])).toHaveLength(1);
  });

  test('[EV37] the order the clients come in decides nothing', () => {
    const invited = [one('b'), one('a')];
    const others = [one('y'), one('x'), one('z', { baselineFen: 29_000_000 })];
    expect(matchControls(invited, others)).toEqual(matchControls(invited.toReversed(), others.toReversed()));
  });
});
