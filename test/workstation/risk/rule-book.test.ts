import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import suitability from '#resources/suitability-2026-02.json' with { type: 'json' };
import sheetV1 from '#resources/questionnaires/default-v1.json' with { type: 'json' };
import { rulesAt } from '#core/risk/rule-book.ts';
import { signedText, type RuleVersionFields } from '#core/risk/rule-version.ts';
import { firstSigner } from '#central/rules/signing-key.ts';
import { ruleBookOf, takenVersions } from '#workstation/risk/rule-book.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { confirmed, enrolOnPaper, testSigner } from '#test/support/published.ts';
import { testStation } from '#test/support/station.ts';
import { codeOf, confirmedClient, riskDesk } from '#test/workstation/risk/support.ts';

const stranger = firstSigner(randomBytes(32));

function desk(pinned: string | null = testSigner.publicKey) {
  const made = riskDesk();
  const { station } = made;
  enrolOnPaper(station, pinned);
  const publish = (over: Partial<RuleVersionFields> = {}, signer = testSigner, signedFor = station): void => {
    const content = JSON.stringify({ ...suitability, version: '2026-11' });
    const dated = { number: 2, effectiveFrom: station.clock(), publishedAt: station.clock() };
    const version = { kind: 'SUITABILITY', name: 'suitability', ...dated, content, ...over } as const;
    const signature = over.signature ?? signer.sign(signedText(signedFor.me.tenantId, version));
    confirmed(station, 'ruleVersion', station.newId(), { ...version, signature });
  };
  const inForce = () => rulesAt(ruleBookOf(station.db), station.clock())?.version ?? null;
  const published = () => takenVersions(station.db).filter(({ kind }) => kind !== 'SHELF');
  const refusals = () => published().map(({ refused }) => refused);
  return { ...made, publish, inForce, refusals };
}

test('[RK94] a version signed with the pinned key counts as soon as it is here', () => {
  const { publish, inForce, refusals } = desk();
  expect(inForce()).toBe('2026-02');
  publish();
  expect(inForce()).toBe('2026-11');
  expect(refusals()).toEqual([null]);
});

test('[RK94] altered, signed by somebody else, for another branch or by nobody, it is parked and the rules before stay', () => {
  const { publish, inForce, refusals } = desk();
  publish({}, stranger);
  const elsewhere = testStation();
  publish({}, testSigner, { ...elsewhere, me: { ...elsewhere.me, tenantId: 'tenant-2' } });
  publish({ signature: 'AA' });
  publish({ signature: '' });
  const content = JSON.stringify({ ...suitability, version: 'forged' });
  const signed = {
    kind: 'SUITABILITY',
    name: 'suitability',
    number: 3,
    effectiveFrom: 0,
    publishedAt: 0,
  } as const;
  publish({
    ...signed,
    content,
    signature: testSigner.sign(signedText('tenant-test', { ...signed, content: '{}' })),
  });
  expect(inForce()).toBe('2026-02');
  expect(refusals()).toEqual(Array.from({ length: 5 }, () => 'BAD_SIGNATURE'));
});

test('[RK94] a device that never pinned a key believes no version', () => {
  const { publish, inForce, refusals } = desk(null);
  publish();
  expect([inForce(), refusals()]).toEqual(['2026-02', ['NO_KEY']]);
});

test('[RK91] what is signed and cannot be read stops every verdict from its date, in words', async () => {
  const { station, client, publish, refusals } = desk();
  const clientId = confirmedClient(station);
  const takenAt = station.clock() - 1;
  confirmed(station, 'riskTest', station.newId(), riskTestRow({ clientId, takenAt }));
  publish({ content: JSON.stringify({ ...suitability, version: '2030', quota: 1 }) });
  expect(refusals()).toEqual(['UNREADABLE']);
  const { lines, rulesVersion } = await client.risk.shelf({ clientId });
  expect(rulesVersion).toBe('none');
  expect(await codeOf(client.risk.sheet({ purpose: 'GENERAL' }))).toBe('SHEET_UNREADABLE');
  expect(new Set(lines.map(({ recommend }) => recommend.rule.id))).toEqual(new Set(['RK21']));
});

test('[RK91] a published sheet with a hole is named with its scores; no test is begun by it, nor by an older one', async () => {
  const { station, client, publish } = desk();
  const clientId = confirmedClient(station);
  const bands = sheetV1.bands.map((band) => (band.level === 'C3' ? { ...band, from: band.from + 2 } : band));
  const content = JSON.stringify({ ...sheetV1, version: 2, bands });
  publish({ kind: 'SHEET', name: 'default', content });
  const asked = await client.risk.sheet({ purpose: 'GENERAL' }).catch((error: unknown) => error);
  expect(asked).toMatchObject({ code: 'SHEET_UNREADABLE' });
  expect((asked as { data: { faults: string[] } }).data.faults.join()).toMatch(/40.*41/);
  const purposes = await client.risk.purposes({ clientId });
  expect(purposes.map(({ id, version }) => [id, version])).toEqual([
    ['GENERAL', null],
    ['PRIVATE_FUND', 1],
  ]);
  // The page still has the client's name, the way back and the other questionnaire.
  expect(await client.risk.eligibility({ clientId, purpose: 'GENERAL' })).toMatchObject({ canTest: true });
  expect((await client.risk.sheet({ purpose: 'PRIVATE_FUND' })).id).toBe('private-fund');
});
