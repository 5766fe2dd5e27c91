import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { dayMs } from '#core/base/time.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { shelfContent, shelfName } from '#core/risk/shelf-version.ts';
import { announcementOf, signedVersion } from '#central/rules/announced.ts';
import { firstSigner, newSignerFile, readSigner, type Signer } from '#central/rules/signing-key.ts';
import { pinNewestKey, shelfOf, takenVersions } from '#workstation/risk/rule-book.ts';
import { trustOf } from '#workstation/risk/trusted-keys.ts';
import { readEnrolment } from '#workstation/session/enrolment.ts';
import { productOf } from '#test/core/risk/support.ts';
import { confirmed, enrolOnPaper } from '#test/support/published.ts';
import { testStation } from '#test/support/station.ts';

const tenantId = 'tenant-test';
const first = firstSigner(randomBytes(32));
const second = fileSigner();
const third = fileSigner();

function fileSigner(): Signer {
  const signer = readSigner(newSignerFile());
  if (!signer) throw new Error('a key file');
  return signer;
}

function shelf(signer: Signer, number: number, effectiveFrom = 0): RuleVersionFields {
  const product = { ...productOf('FUND', 'R2'), id: 'it', name: `第${number}版` };
  const dated = { number, effectiveFrom, publishedAt: effectiveFrom };
  const content = shelfContent(dated, [product]);
  return signedVersion(tenantId, signer, { kind: 'SHELF', name: shelfName, ...dated, content });
}

/** The first key and two that followed, each with what was published in its time. */
function history() {
  const byFirst = shelf(first, 1);
  const root = announcementOf({ tenantId, signer: first, before: first, versions: [byFirst], now: 1 });
  const toSecond = announcementOf({
    tenantId,
    signer: second,
    before: first,
    versions: [byFirst, root],
    now: 2,
  });
  const bySecond = shelf(second, 2);
  const known = [byFirst, root, toSecond, bySecond];
  const toThird = announcementOf({ tenantId, signer: third, before: second, versions: known, now: 3 });
  return { byFirst, root, toSecond, bySecond, toThird, byThird: shelf(third, 3) };
}

const believed = (pinned: string | null, versions: readonly RuleVersionFields[]) => {
  const trust = trustOf({ tenantId, pinned }, versions);
  return { key: trust.key, which: versions.map((one) => trust.isSigned(one)) };
};

test('[RK109] a device takes the whole chain of announced keys, in whatever order it arrives, and all that was published under each', () => {
  const all = Object.values(history());
  for (const pinned of [first, second, third]) {
    expect(believed(pinned.publicKey, all.toReversed())).toEqual({
      key: third.publicKey,
      which: all.map(() => true),
    });
  }
});

test('[RK109] a device that pinned no key believes the first announced one, and follows from there', () => {
  const all = Object.values(history());
  expect(believed(null, all)).toEqual({ key: third.publicKey, which: all.map(() => true) });
  const { byFirst, toThird } = history();
  expect(believed(null, [byFirst, toThird])).toEqual({ key: null, which: [false, false] });
});

test('[RK109] what an older key signs after another was announced counts nowhere, whatever date it names', () => {
  const { byFirst, root, toSecond, bySecond } = history();
  const forged = shelf(first, 9);
  expect(believed(first.publicKey, [byFirst, root, toSecond, bySecond, forged]).which).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(believed(first.publicKey, [byFirst, forged]).which).toEqual([true, true]);
});

test('[RK109] an announcement that the key before did not sign, or that its own key does not vouch for, changes nothing', () => {
  const { byFirst, root } = history();
  const stranger = fileSigner();
  const bySelf = announcementOf({
    tenantId,
    signer: stranger,
    before: stranger,
    versions: [byFirst, root],
    now: 4,
  });
  const stolen = announcementOf({
    tenantId,
    signer: { ...stranger, sign: first.sign },
    before: first,
    versions: [byFirst, root],
    now: 4,
  });
  for (const wrong of [bySelf, stolen]) {
    expect(believed(first.publicKey, [byFirst, root, wrong])).toMatchObject({ key: first.publicKey });
  }
});

test('[RK109] the newest key is pinned: an announcement by an older one is not followed any more', () => {
  const station = testStation();
  enrolOnPaper(station, first.publicKey);
  const { byFirst, root, toSecond, bySecond } = history();
  for (const one of [byFirst, root, toSecond, bySecond])
    confirmed(station, 'ruleVersion', station.newId(), one);
  pinNewestKey(station.db);
  expect(readEnrolment(station.db)?.ruleKey).toBe(second.publicKey);
  const stranger = fileSigner();
  const fork = announcementOf({ tenantId, signer: stranger, before: first, versions: [byFirst], now: 1 });
  confirmed(station, 'ruleVersion', station.newId(), { ...fork });
  confirmed(station, 'ruleVersion', station.newId(), shelf(stranger, 8));
  expect(shelfOf(station.db, station.clock()).map(({ name }) => name)).toEqual(['第2版']);
  expect(takenVersions(station.db).filter(({ refused }) => refused !== null)).toHaveLength(2);
});

test('[RK110] products are as the signed version in force has them: an offline device switches by the date', () => {
  const station = testStation();
  enrolOnPaper(station, first.publicKey);
  const later = station.clock() + dayMs;
  confirmed(station, 'ruleVersion', station.newId(), shelf(first, 1));
  confirmed(station, 'ruleVersion', station.newId(), shelf(first, 2, later));
  const names = (at: number) => shelfOf(station.db, at).map(({ name }) => name);
  expect([names(later - 1), names(later)]).toEqual([['第1版'], ['第2版']]);
});

test('[RK110] what nobody signed is not on the shelf; of what a later program wrote only that product is missing', () => {
  const station = testStation();
  enrolOnPaper(station, first.publicKey);
  confirmed(station, 'ruleVersion', station.newId(), shelf(third, 1));
  expect(shelfOf(station.db, station.clock())).toEqual([]);
  const dated = { number: 2, effectiveFrom: 0, publishedAt: 0 };
  const good = { ...productOf('FUND', 'R2'), id: 'good' };
  const odd = { ...good, id: 'odd', kind: 'OF_2030' } as unknown as typeof good;
  const content = shelfContent(dated, [good, odd]);
  const version = signedVersion(tenantId, first, { kind: 'SHELF', name: shelfName, ...dated, content });
  confirmed(station, 'ruleVersion', station.newId(), version);
  expect(shelfOf(station.db, station.clock()).map(({ id }) => id)).toEqual(['good']);
  const unread = { ...version, number: 3, content: '{"id":"shelf","version":3}' };
  confirmed(station, 'ruleVersion', station.newId(), signedVersion(tenantId, first, unread));
  expect(shelfOf(station.db, station.clock())).toEqual([]);
});
