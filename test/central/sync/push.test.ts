import { beforeAll, describe, expect, test } from 'vitest';
import { Client } from 'pg';
import { uuidv7 } from 'uuidv7';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { riskTestRow } from '#test/support/rows.ts';
import {
  clientData,
  createClient,
  firstSync,
  mutationOf,
  noteData,
  pushAll,
  pushOne,
  tagData,
  taskData,
} from '#test/support/wire.ts';

const central = centralOfFile();
let device: TestDevice;

beforeAll(async () => {
  [device] = (await central.branchWith('甲')) as [TestDevice];
});

async function stored(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: central.databaseUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql, values);
  await client.end();
  return rows;
}

describe('exactly once', () => {
  test('[CE2] a replayed mutation gets its stored answer and changes nothing', async () => {
    const create = mutationOf({ entity: 'client', patch: clientData() });
    const [first] = await pushAll(device, create);
    const [second] = await pushAll(device, create);
    expect(first?.status).toBe('applied');
    expect(second).toEqual({ ...first, status: 'duplicate' });
    const rows = await stored(`SELECT seq FROM record WHERE id = $1`, create.id);
    expect(rows).toHaveLength(1);
  });

  test('[CE2] one mutation twice in one push is applied once', async () => {
    const { id } = await createClient(device);
    const note = mutationOf({ entity: 'note', patch: noteData(id, device.managerId) });
    const results = await pushAll(device, note, note);
    expect(results.map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect(await stored(`SELECT 1 FROM record WHERE id = $1`, note.id)).toHaveLength(1);
  });

  test('[CE2] two pushes of the same mutations at the same time apply them once', async () => {
    const { id } = await createClient(device);
    const notes = Array.from({ length: 20 }, () =>
      mutationOf({ entity: 'note', patch: noteData(id, device.managerId) }),
    );
    const both = await Promise.all([pushAll(device, ...notes), pushAll(device, ...notes)]);
    const statuses = both.map((results) => [...new Set(results.map(({ status }) => status))].join());
    expect(statuses.sort()).toEqual(['applied', 'duplicate']);
  });

  test('[CE2] a replayed refusal is refused again, for the same reason', async () => {
    const bad = mutationOf({ entity: 'client', patch: clientData({ tier: 'GOLD' }) });
    const [first] = await pushAll(device, bad);
    const [second] = await pushAll(device, bad);
    expect(first).toMatchObject({ status: 'rejected', code: 'INVALID' });
    expect(second).toEqual(first);
  });

  test('[CE3] the same mid with other content is refused, counted, and changes nothing', async () => {
    const create = mutationOf({ entity: 'client', patch: clientData() });
    await pushAll(device, create);
    const [forged] = await pushAll(device, { ...create, patch: clientData({ name: '别人' }) });
    expect(forged).toMatchObject({ status: 'rejected', code: 'HASH_MISMATCH', row: null });
    const [row] = await stored(`SELECT data ->> 'name' AS name FROM record WHERE id = $1`, create.id);
    expect(row?.['name']).toBe('赵测试');
    const metrics = await (await fetch(`${central.url}/metrics`)).text();
    expect(metrics).toMatch(/zhike_central_hash_mismatches_total [1-9]/);
  });
});

describe('groups', () => {
  test('[CE4] a poison mutation fails its own group and nothing else', async () => {
    const { id } = await createClient(device);
    const group = uuidv7();
    const good = mutationOf({ entity: 'note', group, patch: noteData(id, device.managerId) });
    const poison = mutationOf({
      entity: 'note',
      group,
      patch: { ...noteData(id, device.managerId), text: 7 },
    });
    const after = mutationOf({ entity: 'note', group, patch: noteData(id, device.managerId) });
    const other = mutationOf({ entity: 'note', patch: noteData(id, device.managerId) });
    const results = await pushAll(device, good, poison, after, other);
    expect(results.map(({ code }) => code)).toEqual(['GROUP_FAILED', 'INVALID', 'GROUP_FAILED', null]);
    const found = await stored(
      `SELECT id FROM record WHERE id = ANY ($1)`,
      [[good.id, poison.id, after.id, other.id]].flat(),
    );
    expect(found).toEqual([{ id: other.id }]);
  });

  test('[CE4] a dropped group leaves neither grants nor numbers behind', async () => {
    const group = uuidv7();
    const client = mutationOf({ entity: 'client', group, patch: clientData() });
    const poison = mutationOf({ entity: 'client', group, patch: {} });
    const { seq: before } = await device.api.bootstrap({});
    await pushAll(device, client, poison);
    expect((await device.api.bootstrap({})).seq).toBe(before);
    const note = await pushOne(device, { entity: 'note', patch: noteData(client.id, device.managerId) });
    expect(note.code).toBe('NO_ACCESS');
  });

  test('[CE4] what only PostgreSQL refuses fails its own group', async () => {
    const { id } = await createClient(device);
    const good = mutationOf({ entity: 'note', patch: noteData(id, device.managerId) });
    const odd = mutationOf({ entity: 'note', patch: noteData(id, device.managerId) });
    const [first, second] = await pushAll(device, good, { ...odd, hlc: `${odd.hlc}\0` });
    expect(first?.status).toBe('applied');
    expect(second).toMatchObject({ status: 'rejected', code: 'INVALID' });
  });

  test('[CE4] a group may create a client and what hangs on it', async () => {
    const group = uuidv7();
    const client = mutationOf({ entity: 'client', group, patch: clientData() });
    const note = mutationOf({ entity: 'note', group, patch: noteData(client.id, device.managerId) });
    const results = await pushAll(device, client, note);
    expect(results.map(({ status }) => status)).toEqual(['applied', 'applied']);
  });
});

describe('rows', () => {
  test('[CE1] each changed row takes a number of its own, in the order of the push', async () => {
    const { id } = await createClient(device);
    const results = await pushAll(
      device,
      ...Array.from({ length: 5 }, () =>
        mutationOf({ entity: 'note', patch: noteData(id, device.managerId) }),
      ),
    );
    const seqs = results.map(({ row }) => row?.seq ?? 0);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  test('[CE8] a fact with the same id and data is a success, with other data the id is taken', async () => {
    const { id } = await createClient(device);
    const patch = noteData(id, device.managerId);
    const first = await pushOne(device, { entity: 'note', patch });
    const same = await pushOne(device, { entity: 'note', id: first.row?.id ?? '', patch });
    expect(same).toMatchObject({ status: 'applied', row: { seq: first.row?.seq } });
    const other = await pushOne(device, {
      entity: 'note',
      id: first.row?.id ?? '',
      patch: { ...patch, text: '另一条' },
    });
    expect(other.code).toBe('ID_TAKEN');
  });

  test('[CE61] a row made again under its id is one row, and keeps what was changed since', async () => {
    const { id: clientId } = await createClient(device);
    const patch = taskData(clientId, device.managerId);
    const made = await pushOne(device, { entity: 'task', patch });
    const id = made.row?.id ?? '';
    await pushOne(device, { entity: 'task', op: 'patch', id, patch: { status: 'DONE' } });
    const again = await pushOne(device, { entity: 'task', id, patch });
    expect(again).toMatchObject({ status: 'applied', row: { data: { status: 'DONE' } } });
    const other = await pushOne(device, { entity: 'task', id, patch: { ...patch, text: '另一件' } });
    expect(other).toMatchObject({ status: 'rejected', code: 'ID_TAKEN' });
  });

  test('[CE8] a fact is never patched or deleted', async () => {
    const { id } = await createClient(device);
    const note = await pushOne(device, { entity: 'note', patch: noteData(id, device.managerId) });
    const noteId = note.row?.id ?? '';
    expect(
      (await pushOne(device, { entity: 'note', id: noteId, op: 'patch', patch: { text: 'x' } })).code,
    ).toBe('READ_ONLY');
    expect((await pushOne(device, { entity: 'note', id: noteId, op: 'delete' })).code).toBe('READ_ONLY');
  });

  test('[CE8] a fact whose central field a device has filled in is refused', async () => {
    const { id } = await createClient(device);
    const given = { clientId: id, managerId: device.managerId, takenAt: 1 };
    const test = riskTestRow({ ...given, voidedReason: 'RT3' });
    const refused = await pushOne(device, { entity: 'riskTest', patch: test });
    expect(refused).toMatchObject({ code: 'INVALID', detail: 'voidedReason: written by the centre only' });
    const taken = await pushOne(device, { entity: 'riskTest', patch: { ...test, voidedReason: null } });
    expect(taken.status).toBe('applied');
  });

  test('[CE9] a deleted row stays a tombstone: no patch, no second delete, no new row with its id', async () => {
    const { id } = await createClient(device);
    const tag = await pushOne(device, { entity: 'tag', patch: tagData(id) });
    const tagId = tag.row?.id ?? '';
    const gone = await pushOne(device, { entity: 'tag', id: tagId, op: 'delete', base: tag.row?.seq ?? 0 });
    expect(gone).toMatchObject({ status: 'applied', row: { data: null } });
    expect((await pushOne(device, { entity: 'tag', id: tagId, op: 'delete' })).code).toBe('GONE');
    expect(
      (await pushOne(device, { entity: 'tag', id: tagId, op: 'patch', patch: { name: 'x' } })).code,
    ).toBe('GONE');
    expect((await pushOne(device, { entity: 'tag', id: tagId, patch: tagData(id) })).code).toBe('GONE');
    expect((await firstSync(device)).rows.has(`tag ${tagId}`)).toBe(false);
  });

  test('[CE11] rows of the centre are read-only', async () => {
    const patch = { name: '新产品' };
    expect((await pushOne(device, { entity: 'product', patch })).code).toBe('READ_ONLY');
    expect(
      (await pushOne(device, { entity: 'manager', op: 'patch', id: device.managerId, patch })).code,
    ).toBe('READ_ONLY');
  });

  test('[CE12] a new client belongs to the manager of the device, whatever it says', async () => {
    const row = await createClient(device, { ownerManagerId: uuidv7() });
    expect(row.data?.['ownerManagerId']).toBe(device.managerId);
  });

  test('[CE12] a row never moves to another client', async () => {
    const [a, b] = [await createClient(device), await createClient(device)];
    const tag = await pushOne(device, { entity: 'tag', patch: tagData(a.id) });
    const moved = await pushOne(device, {
      entity: 'tag',
      op: 'patch',
      id: tag.row?.id ?? '',
      patch: { clientId: b.id },
    });
    expect(moved).toMatchObject({ code: 'INVALID', detail: 'clientId: never changes' });
  });
});

describe('bad input', () => {
  test.each([
    ['a NUL', { name: 'a\0b' }, 'name: has a NUL'],
    ['half a character', { name: '\ud83d' }, 'name: has a NUL character or half'],
    ['a NUL in a name inside', { extra: { 'a\0': 'b' } }, 'extra.?'],
    ['an unknown field', { nickname: '小甲' }, 'unknown nickname'],
    ['a wrong type', { phoneUsable: 'yes' }, 'phoneUsable: invalid_type'],
    ['a value that is too long', { name: '长'.repeat(101) }, 'name: too_big'],
    ['a missing field', { tier: undefined }, 'tier:'],
  ])('[CE13] %s is refused by field, without the value', async (_what, over, detail) => {
    const result = await pushOne(device, { entity: 'client', patch: clientData(over) });
    expect(result).toMatchObject({ status: 'rejected', code: 'INVALID' });
    expect(result.detail).toContain(detail);
    expect(result.detail).not.toContain('小甲');
  });

  test('[CE13] a row over the limit is refused', async () => {
    const extra = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`c${n}`, '长'.repeat(4000)]));
    expect((await pushOne(device, { entity: 'client', patch: clientData({ extra }) })).code).toBe(
      'LIMIT_EXCEEDED',
    );
  });

  test('[CE13] a row that is not there is GONE, an unreadable clock INVALID', async () => {
    expect((await pushOne(device, { entity: 'client', op: 'patch', patch: { name: 'x' } })).code).toBe(
      'GONE',
    );
    expect((await pushOne(device, { entity: 'client', patch: clientData(), hlc: 'now' })).code).toBe(
      'INVALID',
    );
  });

  test('[CE13] emoji and rare characters come back as they went', async () => {
    const row = await createClient(device, { name: '𠮷👩‍👩‍👧é' });
    const copy = await firstSync(device);
    expect(copy.rows.get(`client ${row.id}`)?.data?.['name']).toBe('𠮷👩‍👩‍👧é');
  });
});
