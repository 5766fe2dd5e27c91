import { describe, expect, test } from 'vitest';
import suitability from '#resources/suitability-2026-02.json' with { type: 'json' };
import sheetV1 from '#resources/questionnaires/default-v1.json' with { type: 'json' };
import { bookWith, readRules } from '#core/risk/read-rules.ts';
import { judgeCase } from '#core/risk/judge-case.ts';
import { suitabilityCase } from '#core/risk/case.ts';
import { replayOf } from '#core/risk/replay.ts';
import { inForce, rulesAt, rulesNamed, sheetAt, sheetNamed, shippedBook } from '#core/risk/rule-book.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { at } from '#test/core/risk/support.ts';

const boundary = at('2027-01-01T00:00:00');

function published(over: Partial<RuleVersionFields> & { readonly data: object }): RuleVersionFields {
  const { data, ...rest } = over;
  const dated = { number: 2, effectiveFrom: boundary, publishedAt: at('2026-12-01T09:00:00') };
  const content = JSON.stringify(data);
  return { kind: 'SUITABILITY', name: 'suitability', ...dated, content, signature: '', ...rest };
}

const stricter = {
  ...suitability,
  version: '2027-01',
  policy: { ...suitability.policy, talkCountsAs: 'CLIENT_REQUEST' },
};
const book = bookWith([published({ data: stricter })]);

const invitation = (now: number) =>
  suitabilityCase.parse({
    now,
    action: 'INVITE_TALK',
    client: { birthDay: '1980-05-05', capacity: 'FULL' },
    tests: [{ takenAt: now - 1, level: 'C2' }],
    product: {
      kind: 'FUND',
      regime: 'CSRC',
      status: 'ON_SALE',
      issuerRating: 'R3',
      sellerRating: 'R3',
      isPrivate: false,
    },
  });

describe('the version in force', () => {
  test.each([
    ['2026-12-31T23:59:59.999', '2026-02'],
    ['2027-01-01T00:00:00.000', '2027-01'],
    ['2027-01-01T07:59:59.999', '2027-01'],
  ])('[RK90] switches at the first instant of the day in Shanghai: %s', (instant, version) => {
    expect(rulesAt(book, at(instant))?.version).toBe(version);
  });

  test('[RK90] the same invitation is refused before the date and allowed after it, and each verdict names its version', () => {
    const [before, after] = [
      judgeCase(invitation(boundary - 1), book),
      judgeCase(invitation(boundary), book),
    ];
    expect([before.outcome, before.rule.version]).toEqual(['BLOCK', '2026-02']);
    expect([after.outcome, after.rule.version]).toEqual(['ALLOW_WITH_STEPS', '2027-01']);
  });

  test('[RK90] it depends on the date alone, not on the order of arrival; of one date the higher number counts', () => {
    const late = published({
      data: { ...stricter, version: 'late' },
      number: 3,
      effectiveFrom: boundary + 5,
    });
    const same = published({ data: { ...stricter, version: 'same' }, number: 4 });
    const one = published({ data: stricter });
    for (const order of [
      [late, same, one],
      [one, late, same],
      [same, one, late],
    ]) {
      const shuffled = bookWith(order);
      expect(rulesAt(shuffled, boundary)?.version).toBe('same');
      expect(rulesAt(shuffled, boundary + 5)?.version).toBe('late');
      expect(rulesNamed(shuffled, '2027-01')?.version).toBe('2027-01');
    }
    expect(inForce([], 'suitability', boundary)).toBeNull();
  });

  test('[RK91] a version this program cannot read stops from its date what it is about, and nothing before', () => {
    const unreadable = bookWith([published({ data: { ...stricter, newRestriction: true } })]);
    expect(rulesAt(unreadable, boundary - 1)?.version).toBe('2026-02');
    expect(judgeCase(invitation(boundary), unreadable)).toMatchObject({
      outcome: 'BLOCK',
      rule: { id: 'RK21', version: 'none' },
      missing: ['RULES'],
    });
    const sheet = published({ kind: 'SHEET', name: 'default', data: { ...sheetV1, version: 2, bands: [] } });
    const broken = bookWith([sheet]);
    expect(sheetAt(broken, 'default', boundary)).toBeNull();
    expect(sheetAt(broken, 'default', boundary - 1)?.version).toBe(1);
    expect(sheetNamed(broken, 'default', 1)?.version).toBe(1);
  });
});

describe('judging again', () => {
  test('[RK92] a stored verdict is judged by the version it names, whatever was published since', () => {
    const one = invitation(boundary - 1);
    const stored = { case: one, verdict: judgeCase(one, shippedBook) };
    const backdated = bookWith([published({ data: stricter, effectiveFrom: boundary - dayBefore })]);
    expect(judgeCase(one, backdated)).not.toEqual(stored.verdict);
    expect(replayOf(stored, backdated)).toBe('SAME');
    const altered = { ...stored, verdict: { ...stored.verdict, rating: 'R1' as const } };
    expect(replayOf(altered, backdated)).toBe('DIFFERS');
  });

  test('[RK92] a version that is not here proves nothing: neither the same nor different', () => {
    const later = invitation(boundary);
    const stored = { case: later, verdict: judgeCase(later, book) };
    expect(replayOf(stored, book)).toBe('SAME');
    expect(replayOf(stored, shippedBook)).toBe('UNKNOWN_VERSION');
  });

  const dayBefore = 86_400_000;
});

describe('reading rule data', () => {
  const sheetWith = (change: (sheet: typeof sheetV1) => void): unknown => {
    const sheet = structuredClone(sheetV1);
    change(sheet);
    return sheet;
  };

  test('[RK93] a sheet with a hole is refused and names the scores or the question', () => {
    const hole = readRules(sheetWith(({ bands }) => void bands.splice(1, 1)));
    expect(hole).toEqual({ ok: false, error: [expect.stringContaining('Scores 20 to 39 lie in no band.')] });
    const dumb = sheetWith(({ questions }) => {
      const [option] = questions[0]?.options ?? [];
      Reflect.deleteProperty(option ?? {}, 'points');
    });
    expect(readRules(dumb)).toEqual({
      ok: false,
      error: [expect.stringContaining('questions.0.options.0.points')],
    });
  });

  test('[RK93] matching rules without a cell, or with a member nobody knows, are refused by its place', () => {
    const { C3: _c3, ...matrix } = suitability.matrix;
    expect(readRules({ ...suitability, matrix })).toEqual({
      ok: false,
      error: [expect.stringContaining('matrix.C3')],
    });
    const unknown = { ...suitability, policy: { ...suitability.policy, quota: 1 } };
    expect(readRules(unknown)).toEqual({ ok: false, error: [expect.stringContaining('policy')] });
    expect(readRules({ hello: 1 })).toMatchObject({ ok: false });
    expect(readRules(null)).toMatchObject({ ok: false });
  });
});
