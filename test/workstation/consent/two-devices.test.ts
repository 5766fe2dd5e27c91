import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, businessDayOf, minuteMs, type Instant } from '#core/base/time.ts';
import type { ContactFields } from '#core/calls/contact.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import type { ConsentFields } from '#core/consent/consent.ts';
import type { ContactVerdictFields } from '#core/consent/stored-verdict.ts';
import { rebuildDerived } from '#db/changes/derive.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { testManagerId } from '#test/support/rows.ts';
import { clientId, playApart, quickStore, take, type Act } from '#test/workstation/consent/two-devices.ts';
import { listOverContacts } from '#db/queries/over-contacts.ts';

const what: fc.Arbitrary<Act['what']> = fc.oneof(
  { weight: 6, arbitrary: callOf('FRESH') },
  { weight: 2, arbitrary: callOf('MATURITY') },
  { weight: 3, arbitrary: fc.constantFrom({ kind: 'SMS' as const }, { kind: 'WECHAT' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'INVITE' as const }, { kind: 'NEW_NUMBER' as const }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { kind: 'WITHDRAW' as const },
      { kind: 'DNC' as const },
      { kind: 'CONSENT' as const },
    ),
  },
);

function callOf(reason: 'FRESH' | 'MATURITY'): fc.Arbitrary<Act['what']> {
  const outcome = fc.constantFrom(
    ...([
      'NO_ANSWER',
      'BUSY',
      'INTERESTED',
      'TRANSFER',
      'WRONG',
      'COMPLAINT',
      'DNC',
      'DONE_SERVICE',
    ] as const),
  );
  return outcome.map((one) => ({ kind: 'CALL', outcome: one, reason }));
}

function acts(device: fc.Arbitrary<0 | 1>): fc.Arbitrary<Act[]> {
  const act = fc.record({ device, waitMinutes: fc.integer({ min: 1, max: 700 }), what });
  return fc.array(act, { minLength: 4, maxLength: 24 });
}

type Rows = ReturnType<typeof playApart>['rows'];
const shownOn = (db: WritableDb): Map<string, string> =>
  new Map(listOverContacts(db, testManagerId, 0).map(({ contactId, code }) => [contactId, code]));

/** Two devices that received the same rows in another order. */
function bothAfterSync(rows: Rows, end: Instant): [WritableDb, WritableDb] {
  const [one, other] = [quickStore(), quickStore()];
  take(one, rows, end);
  for (const row of rows.toReversed()) take(other, [row], end);
  return [one, other];
}

test('[CP18] whatever two devices did apart: each contact that all of it together forbids is shown, with its rule, on both', () => {
  fc.assert(
    fc.property(acts(fc.constantFrom(0, 1)), (played) => {
      const { rows, end } = playApart(played);
      const [one, other] = bothAfterSync(rows, end);
      const shown = shownOn(one);
      expect(shownOn(other)).toEqual(shown);
      for (const { id, data, forbidden } of judgedByHand(rows)) {
        if (forbidden) expect([id, data.channel, shown.has(id)]).toEqual([id, data.channel, true]);
      }
      rebuildDerived(other, end);
      expect(shownOn(other)).toEqual(shown);
    }),
    { numRuns: 60 },
  );
});

test('[CP18] what one device did alone is never shown as an over-contact: its own gate stood before it', () => {
  fc.assert(
    fc.property(acts(fc.constant(0)), (played) => {
      const { rows, end } = playApart(played);
      const store = quickStore();
      take(store, rows, end);
      expect([...shownOn(store)]).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('[CP18] a call an hour after a withdrawal on the other device is shown with NO_CONSENT, and that it was let through', () => {
  const call = { kind: 'CALL', outcome: 'TRANSFER', reason: 'FRESH' } as const;
  const { rows, end } = playApart([
    { device: 0, waitMinutes: 5, what: { kind: 'WITHDRAW' } },
    { device: 1, waitMinutes: 60, what: call },
  ]);
  const store = quickStore();
  take(store, rows, end);
  const [over, ...rest] = listOverContacts(store, testManagerId, 0);
  expect(rest).toEqual([]);
  expect(over).toMatchObject({
    clientId,
    name: '王晓明',
    code: 'NO_CONSENT',
    ruleId: 'CP3',
    wasAllowed: true,
  });
});

test('[CP18] the text that makes it two a day is the later one, whichever device sent it', () => {
  const { rows, end } = playApart([
    { device: 1, waitMinutes: 5, what: { kind: 'SMS' } },
    { device: 0, waitMinutes: 5, what: { kind: 'SMS' } },
  ]);
  const store = quickStore();
  take(store, rows, end);
  const texts = sql<{ id: string }>(store, 'SELECT id FROM contact ORDER BY started_at').all();
  expect([...shownOn(store)]).toEqual([[texts[1]?.id, 'CAP_DAY']]);
});

interface HandJudged {
  readonly id: string;
  readonly data: ContactFields;
  readonly forbidden: boolean;
}

/** What domain §3.7 forbids, counted over the merged rows without the gate's own code. */
function judgedByHand(rows: Rows): HandJudged[] {
  const of = <Data>(entity: string): { id: string; data: Data }[] =>
    rows.filter((row) => row.entity === entity).map(({ id, data }) => ({ id, data: data as Data }));
  const undone = new Set(of<{ contactId: string }>('contactUndo').map(({ data }) => data.contactId));
  const made = of<ContactFields>('contact').filter(({ id }) => !undone.has(id));
  const consents = of<ConsentFields>('consent').map(({ data }) => data);
  const verdicts = of<ContactVerdictFields>('contactVerdict').map(({ data }) => data);
  return made.map(({ id, data }) => {
    const verdict = verdicts.find(({ contactId }) => contactId === id);
    const isInbound = verdict?.code !== 'OK' && dispositionOf(data.outcome).isInboundToo;
    const earlier = made.filter((one) => one.data.startedAt < data.startedAt).map((one) => one.data);
    const ledger = consents.filter(({ recordedAt }) => recordedAt < data.startedAt);
    const forbidden =
      !isInbound && (isWithdrawn(data, ledger) || isOneTooMany(data, earlier, verdict ?? null));
    return { id, data, forbidden };
  });
}

function isWithdrawn({ purpose }: ContactFields, ledger: readonly ConsentFields[]): boolean {
  const last = (entries: readonly ConsentFields[]) =>
    entries.toSorted((a, b) => a.recordedAt - b.recordedAt || Number(a.given) - Number(b.given)).at(-1);
  if (last(ledger.filter((one) => one.purpose === null))?.given === false) return true;
  return (
    purpose === 'MARKETING' && last(ledger.filter((one) => one.purpose === 'MARKETING'))?.given === false
  );
}

function isOneTooMany(
  { channel, purpose, startedAt }: ContactFields,
  earlier: readonly ContactFields[],
  verdict: ContactVerdictFields | null,
): boolean {
  const count = (days: number, keep: (one: ContactFields) => boolean): number => {
    const first = addDays(businessDayOf(startedAt), 1 - days);
    return earlier.filter((one) => businessDayOf(one.startedAt) >= first && keep(one)).length;
  };
  const same = (one: ContactFields): boolean => one.channel === channel;
  const isMarketing = (one: ContactFields): boolean => one.purpose === 'MARKETING';
  const isTalk = (one: ContactFields): boolean =>
    isMarketing(one) && same(one) && dispositionOf(one.outcome).isReached;
  if (channel === 'PHONE') {
    if (count(1, same) >= 3) return true;
    const isClose = earlier.some((one) => same(one) && startedAt - one.endedAt <= 30 * minuteMs);
    if (isClose && verdict?.agreedAt === null) return true;
  }
  if (purpose !== 'MARKETING') return false;
  if (count(7, isMarketing) >= 5 || count(30, isMarketing) >= 12) return true;
  if (channel === 'PHONE')
    return count(1, same) >= 2 || count(7, same) >= 4 || count(1, isTalk) >= 1 || count(7, isTalk) >= 2;
  if (channel === 'SMS') return count(1, same) >= 1 || count(7, same) >= 2;
  if (channel === 'WECHAT') return count(1, same) >= 1 || count(7, same) >= 3;
  return count(30, same) >= 2;
}
