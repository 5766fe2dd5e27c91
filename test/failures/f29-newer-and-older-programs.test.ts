import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Mutation, MutationResult } from '#core/sync/protocol.ts';
import { sql } from '#db/handles.ts';
import { hashOf } from '#db/row-hash.ts';
import { ownSchema } from '#central/sync/schema.ts';
import { centralOfFile } from '#test/support/central-server.ts';
import {
  addClient,
  addNote,
  compareAsIs,
  correct,
  notesOf,
  openDesk,
  placesOf,
  shown,
  type Desk,
  type Network,
  type Place,
} from '#test/failures/desks.ts';

/** The centre's schema here; its second and third version each gave a client a field. */
const centreVersion = 3;
const fieldsSince = { otherPlatforms: 2, capacity: 3 };

// Before the centre starts.
beforeAll(() => {
  const upCasts = Object.entries(fieldsSince).map(([field, since]) => {
    return { since, entity: 'client', defaults: { [field]: null } };
  });
  Object.assign(ownSchema, { version: centreVersion, upCasts });
});
const central = centralOfFile();
/** True once the centre was upgraded to know the field that the newest program writes. */
const centre = { isUpgraded: false };
let place: Place;
let [present, id] = [undefined as unknown as Desk, ''];

/** A field of the newest program goes by a name that the centre does not know before its upgrade. */
const newField = 'otherPlatforms';
const nameBeforeUpgrade = 'mood';

/** Speaks for a program of another version: what it does not know it does not send. */
function program(version: number): Network {
  return async ({ name, request, send }) => {
    if (name === 'info' && centre.isUpgraded) {
      return Response.json({ ...((await (await send()).json()) as object), schema: centreVersion + 1 });
    }
    if (name !== 'push') return send();
    const body = (await request.clone().json()) as { mutations: Mutation[] };
    const mutations = body.mutations.map((each) => {
      return { ...each, schema: version, patch: patchOf(version, each) };
    });
    const { url, headers } = request;
    return fetch(url, { method: 'POST', headers, body: JSON.stringify({ ...body, mutations }) });
  };
}

function patchOf(version: number, { entity, op, patch }: Mutation): Mutation['patch'] {
  if (entity !== 'client') return patch;
  const isAhead = version > centreVersion && !centre.isUpgraded;
  const entries = Object.entries(patch).flatMap(([field, value]): [string, unknown][] => {
    const since = (fieldsSince as Record<string, number>)[field] ?? 1;
    if (op === 'create' && since > version) return [];
    return [[isAhead && field === newField ? nameBeforeUpgrade : field, value]];
  });
  return Object.fromEntries(entries);
}

beforeEach(async () => {
  centre.isUpgraded = false;
  [place] = (await placesOf(central, '林若溪')) as [Place];
  present = await openDesk(place, { network: program(centreVersion) });
  id = addClient(present, { city: '苏州', [newField]: '旧值' });
  await present.sync.syncNow();
});

test.each([
  ['N−2', centreVersion - 2],
  ['N−1', centreVersion - 1],
  ['N', centreVersion],
])(
  '[F29] a program of version %s works with the centre, and erases nothing it does not know',
  async (_name, version) => {
    const desk = await openDesk(place, { network: program(version) });
    await desk.sync.syncNow();
    const added = addClient(desk, { name: '新客户' });
    addNote(desk, id, '记录一');
    correct(desk, id, { city: '无锡' });
    for (const one of [desk, present]) await one.sync.syncNow();
    expect(desk.sync.status()).toMatchObject({ pending: 0, refused: 0, held: 0, problem: null });
    expect(shown(present, added)).toMatchObject({ name: '新客户', otherPlatforms: null, capacity: null });
    expect(shown(present, id)).toMatchObject({ city: '无锡', [newField]: '旧值' });
    expect(notesOf(present, id)).toEqual(['记录一']);
    for (const one of [desk, present]) expect(await compareAsIs(one)).toMatchObject({ isEqual: true });
  },
);

test('[F29] a program of version N+1: what the centre cannot judge waits, all else goes on, and an upgrade takes it', async () => {
  const desk = await openDesk(place, { network: program(centreVersion + 1) });
  await desk.sync.syncNow();
  addNote(desk, id, '之前');
  correct(desk, id, { city: '无锡' });
  correct(desk, id, { [newField]: '新值' });
  correct(desk, id, { city: '常州' });
  const added = addClient(desk, { name: '新客户' });
  addNote(desk, id, '之后');
  for (let round = 0; round < 3; round += 1) await desk.sync.syncNow();
  await present.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ refused: 0, phase: 'synced', problem: null });
  expect(desk.sync.status().held).toBeGreaterThan(0);
  expect(shown(desk, id)).toMatchObject({ city: '常州', [newField]: '新值' });
  expect(shown(present, id)).toMatchObject({ city: '无锡', [newField]: '旧值' });
  expect(notesOf(present, id).sort()).toEqual(['之前', '之后'].sort());
  expect(shown(present, added)).toBeNull();
  centre.isUpgraded = true;
  await desk.sync.stop();
  const upgraded = await openDesk(place, {
    enrolment: desk.enrolment,
    file: desk.file,
    network: program(centreVersion + 1),
  });
  await upgraded.sync.syncNow();
  await present.sync.syncNow();
  expect(upgraded.sync.status()).toMatchObject({ pending: 0, held: 0, refused: 0, phase: 'synced' });
  expect(shown(present, id)).toMatchObject({ city: '常州', [newField]: '新值' });
  expect(shown(present, added)?.['name']).toBe('新客户');
  for (const one of [upgraded, present]) expect(await compareAsIs(one)).toMatchObject({ isEqual: true });
});

/** Gives a row at the centre a field that no program here knows, as a newer program there would. */
async function addUnknownField(): Promise<void> {
  const { rows } = await central.pool.query<{ data: Record<string, unknown> }>(
    `SELECT data FROM record WHERE entity = 'client' AND id = $1`,
    [id],
  );
  const data = { ...rows[0]?.data, mood: '好' };
  const { hi, lo } = hashOf('client', id, data);
  await central.pool.query(
    `WITH next AS (UPDATE partition SET seq = seq + 1 WHERE tenant_id = $1 RETURNING seq)
     UPDATE record SET data = $3, hash_hi = $4, hash_lo = $5, seq = next.seq FROM next
     WHERE tenant_id = $1 AND entity = 'client' AND id = $2`,
    [place.tenantId, id, JSON.stringify(data), hi, lo],
  );
}

const moodAtCentre = async (): Promise<unknown> =>
  (await central.pool.query(`SELECT data ->> 'mood' AS mood FROM record WHERE id = $1`, [id])).rows[0]?.[
    'mood'
  ];

test('[F29] a field of a newer centre is kept aside whole, proved, and survives what is changed here', async () => {
  await addUnknownField();
  await present.sync.syncNow();
  expect(shown(present, id)).toMatchObject({ city: '苏州' });
  expect(await compareAsIs(present)).toMatchObject({ isEqual: true });
  correct(present, id, { city: '无锡' });
  addNote(present, id);
  await present.sync.syncNow();
  expect([shown(present, id)?.['city'], await moodAtCentre()]).toEqual(['无锡', '好']);
  expect(present.sync.status()).toMatchObject({ pending: 0, refused: 0, problem: null });
  expect(await compareAsIs(present)).toMatchObject({ isEqual: true });
});

test('[F29] a device that drops what it cannot read is seen to differ', async () => {
  await addUnknownField();
  await present.sync.syncNow();
  sql(present.db, 'DELETE FROM parked').run();
  expect(await compareAsIs(present)).toMatchObject({ isEqual: false });
});

test('[F29] a centre that refuses what it cannot judge yet is seen to send it back', async () => {
  const through = program(centreVersion + 1);
  const desk = await openDesk(place, {
    network: async (call) => {
      const answer = await through(call);
      if (call.name !== 'push') return answer;
      const body = (await answer.json()) as { results: MutationResult[] };
      const refused = { status: 'rejected', code: 'INVALID' };
      const results = body.results.map((each) => (each.status === 'held' ? { ...each, ...refused } : each));
      return Response.json({ ...body, results });
    },
  });
  await desk.sync.syncNow();
  correct(desk, id, { [newField]: '新值' });
  await desk.sync.syncNow();
  expect(desk.sync.status()).toMatchObject({ held: 0, refused: 1 });
});
