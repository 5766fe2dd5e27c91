import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from 'uuidv7';
import suitability from '#resources/suitability-2026-02.json' with { type: 'json' };
import callScripts from '#resources/call-scripts-v1.json' with { type: 'json' };
import contactPolicy from '#resources/contact-policy-v1.json' with { type: 'json' };
import sheetV1 from '#resources/questionnaires/default-v1.json' with { type: 'json' };
import shelf from '#resources/sample-book/products.json' with { type: 'json' };
import { callScriptsAt, contactPolicyAt, rulesAt, sheetAt } from '#core/risk/rule-book.ts';
import { dayMs } from '#core/base/time.ts';
import { importProducts, type ShelfOrder } from '#central/products/import.ts';
import { publishRules, type PublishOrder } from '#central/rules/publish.ts';
import { rotateKey } from '#central/rules/rotate-key.ts';
import { newSignerFile, readSigner } from '#central/rules/signing-key.ts';
import { ruleBookOf, shelfOf, takenVersions } from '#workstation/risk/rule-book.ts';
import { saveEnrolment } from '#workstation/session/enrolment.ts';
import { enrolDevice, type Enrolment } from '#workstation/sync/enrol.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { syncOf } from '#test/support/enrolled.ts';
import { freshStore } from '#test/support/store.ts';

const central = centralOfFile();
let tenantId: string;
let enrolment: Enrolment;
const db = freshStore();
let stop: () => Promise<void>;
let sync: { syncNow: () => Promise<void> };

beforeAll(async () => {
  tenantId = await central.createBranch();
  const code = await central.createCode(tenantId, await central.createManager(tenantId));
  const about = { deviceName: 'Test desk', platform: 'test', appVersion: '0.0.0' };
  const enrolled = await enrolDevice({ centralUrl: central.url, code, ...about });
  if (!enrolled.ok) throw new Error(enrolled.error);
  enrolment = enrolled.value;
  saveEnrolment(db, { ...enrolment, centralUrl: central.url, deviceName: 'Test desk' });
  const engine = syncOf(stationOf(enrolment, db), enrolment, { centralUrl: central.url });
  sync = engine;
  stop = () => engine.stop();
});
afterAll(() => stop());

const now = Date.now();
const publish = (data: unknown, over: Partial<PublishOrder> = {}) =>
  publishRules(
    { store: central.store, clock: () => now, newId: uuidv7 },
    { tenantId, data, effectiveFrom: now + dayMs, isDryRun: false, ...over },
  );
const next = { ...suitability, version: '2027-01' };

test('[CE70] a dry run says what would change, place by place, and publishes nothing', async () => {
  const changed = { ...next, policy: { ...next.policy, elderAge: 60 } };
  const dry = await publish(changed, { isDryRun: true });
  expect(dry).toMatchObject({
    ok: true,
    value: {
      version: { number: 2 },
      differences: ['policy.elderAge: 65 → 60', 'version: "2026-02" → "2027-01"'],
    },
  });
  await sync.syncNow();
  expect(takenVersions(db)).toEqual([]);
});

test('[CE70] a version is refused with every fault: a hole, a wrong number, a name used before, a date that has passed', async () => {
  const hole = { ...sheetV1, bands: sheetV1.bands.slice(1), version: 2 };
  expect(await publish(hole)).toEqual({ ok: false, error: [expect.stringContaining('Scores 0 to 19')] });
  expect(await publish({ ...sheetV1, version: 7 })).toEqual({
    ok: false,
    error: [expect.stringContaining('the next version is 2')],
  });
  expect(await publish(suitability, { effectiveFrom: now - 1 })).toEqual({
    ok: false,
    error: [expect.stringContaining('"2026-02" already'), expect.stringContaining('now or later')],
  });
  expect(await publish(next, { tenantId: 'nobody' })).toMatchObject({ ok: false });
});

test('[CE70] what is published reaches a device by the ordinary sync, is believed there and takes effect on its date', async () => {
  expect(await publish(next)).toMatchObject({ ok: true });
  expect(await publish({ ...sheetV1, version: 2 }, { effectiveFrom: 'NOW' })).toMatchObject({ ok: true });
  expect(await publish({ ...contactPolicy, version: 2 })).toMatchObject({ ok: true });
  expect(await publish({ ...callScripts, version: 2 }, { effectiveFrom: 'NOW' })).toMatchObject({ ok: true });
  await sync.syncNow();
  expect(takenVersions(db).map(({ kind, number, refused }) => [kind, number, refused])).toEqual([
    ['CALL_SCRIPTS', 2, null],
    ['CONTACT_POLICY', 2, null],
    ['SHEET', 2, null],
    ['SIGNING_KEY', 1, null],
    ['SUITABILITY', 2, null],
  ]);
  const book = ruleBookOf(db);
  expect(rulesAt(book, now + dayMs - 1)?.version).toBe('2026-02');
  expect(rulesAt(book, now + dayMs)?.version).toBe('2027-01');
  expect(sheetAt(book, 'default', now)?.version).toBe(2);
  const policies = [now + dayMs - 1, now + dayMs].map((at) => contactPolicyAt(book, at).content.version);
  expect([...policies, callScriptsAt(book, now).content.version]).toEqual([1, 2, 2]);
});

test('[CE70] numbers go on from what was published', async () => {
  const third = await publish({ ...next, version: '2027-06' });
  expect(third).toMatchObject({ ok: true, value: { version: { number: 3 }, before: { number: 2 } } });
});

const importAll = (products: readonly unknown[], isDryRun = false, over: Partial<ShelfOrder> = {}) =>
  importProducts(
    { store: central.store, clock: () => now, newId: uuidv7 },
    { tenantId, products, isDryRun, ...over },
  );
const codesHere = () =>
  (db.prepare('SELECT code FROM product ORDER BY code').all() as { code: string }[]).map(({ code }) => code);

test('[CE71] products come in all or none, are known by their code, and a change of the rating used is said by a row', async () => {
  const [first, second] = shelf.products.map(({ id: _id, ...data }) => data);
  if (!first || !second) throw new Error('two products');
  const broken = await importAll([first, { ...second, issuerRating: 'R9' }]);
  expect(broken).toEqual({ ok: false, error: [expect.stringContaining(`${second.code}: issuerRating`)] });
  expect(await importAll([first, first])).toMatchObject({ ok: false });
  expect(await importAll([first, second], true)).toMatchObject({
    value: { added: [first.code, second.code] },
  });
  await sync.syncNow();
  expect(codesHere()).toEqual([]);
  await importAll([first, second]);
  const risen = await importAll([{ ...first, issuerRating: 'R4' }]);
  expect(risen).toMatchObject({
    value: {
      added: [],
      changed: [{ code: first.code, fields: ['issuerRating: "R1" → "R4"'] }],
      unnamed: [second.code],
    },
  });
  await sync.syncNow();
  expect(codesHere()).toEqual([first.code, second.code].toSorted());
  const said = db.prepare('SELECT rating_before AS before, rating_after AS after FROM rating_change').all();
  expect(said).toEqual([{ before: 'R1', after: 'R4' }]);
});

test('[CE72] products are published as signed versions that begin on their day, each after the one before', async () => {
  const [first] = shelf.products.map(({ id: _id, ...data }) => data);
  if (!first) throw new Error('a product');
  const tomorrow = now + dayMs;
  expect(await importAll([{ ...first, name: '改名' }], false, { effectiveFrom: now - 1 })).toMatchObject({
    ok: false,
  });
  const renamed = await importAll([{ ...first, name: '改名' }], false, { effectiveFrom: tomorrow });
  expect(renamed).toMatchObject({ ok: true, value: { version: { effectiveFrom: tomorrow } } });
  expect(await importAll([{ ...first, name: '太早' }])).toEqual({
    ok: false,
    error: [expect.stringContaining('published already')],
  });
  await sync.syncNow();
  const name = (at: number) => shelfOf(db, at).find(({ code }) => code === first.code)?.name;
  expect([name(tomorrow - 1), name(tomorrow)]).toEqual([first.name, '改名']);
  expect(await importAll([{ ...first, name: '改名' }], false, { effectiveFrom: tomorrow })).toMatchObject({
    value: { version: null, unchanged: 1 },
  });
});

test('[CE73] a branch gets another key by an announcement the one before has signed; from then on only the new one signs', async () => {
  const context = { store: central.store, clock: () => now, newId: uuidv7 };
  const [newKeyFile, otherFile] = [newSignerFile(), newSignerFile()];
  const rotate = (over: object) =>
    rotateKey(context, { tenantId, keyFile: null, newKeyFile, isDryRun: false, ...over });
  const taken = () => takenVersions(db).map(({ refused }) => refused);
  expect(await rotate({ isDryRun: true })).toMatchObject({ ok: true, value: { number: 2 } });
  expect(await rotate({ keyFile: otherFile })).toEqual({
    ok: false,
    error: [expect.stringContaining('The key of')],
  });
  expect(await rotate({})).toMatchObject({ ok: true, value: { before: enrolment.ruleKey } });
  const refused = await publish({ ...next, version: '2028-01' });
  expect(refused).toEqual({ ok: false, error: [expect.stringContaining('--key-file')] });
  expect(await publish({ ...next, version: '2028-01' }, { keyFile: newKeyFile })).toMatchObject({ ok: true });
  await sync.syncNow();
  expect(new Set(taken())).toEqual(new Set([null]));
  expect(rulesAt(ruleBookOf(db), now + dayMs)?.version).toBe('2028-01');
  const code = await central.createCode(tenantId, await central.createManager(tenantId));
  const later = await enrolDevice({
    centralUrl: central.url,
    code,
    deviceName: 'Later',
    platform: 'test',
    appVersion: '0',
  });
  expect(later.ok && later.value.ruleKey).toBe(readSigner(newKeyFile)?.publicKey);
});
