import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Client } from 'pg';
import { bucketOf, rowHash } from '#core/sync/digest.ts';
import { entities } from '#core/sync/entities.ts';
import type { DigestTables, WireRow } from '#core/sync/protocol.ts';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import {
  catchUp,
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

async function bookOf(clients: number): Promise<TestDevice> {
  const [device] = (await central.branchWith('甲')) as [TestDevice];
  for (let done = 0; done < clients; done += 50) {
    const made = Array.from({ length: 50 }, () =>
      mutationOf({ entity: 'client', patch: clientData({ extra: { 备注: '逗号,引号"', 收入: '1e3' } }) }),
    );
    const notes = made.map(({ id }) => mutationOf({ entity: 'note', patch: noteData(id, device.managerId) }));
    await pushAll(device, ...made, ...notes);
  }
  return device;
}

const byName = (a: WireRow, b: WireRow): number => (`${a.entity} ${a.id}` < `${b.entity} ${b.id}` ? -1 : 1);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function digestOf(rows: Iterable<WireRow>): DigestTables {
  const tables: DigestTables = {};
  for (const { entity, id, data } of rows) {
    const { hi, lo } = rowHash(sha256, entity, id, data ?? {});
    const table = (tables[entity] ??= {});
    const [count, high, low] = table[bucketOf(id)] ?? [0, 0, 0];
    table[bucketOf(id)] = [count + 1, high + hi, low + lo];
  }
  return tables;
}

describe('first sync', () => {
  test('[CE17] pages of any size give the same rows once each, in arrival order, and say how many there are', async () => {
    const device = await bookOf(100);
    const whole = await device.api.bootstrap({ limit: 5000 });
    expect(whole).toMatchObject({ total: 201, next: null });
    const ranks = whole.rows.map(({ entity }) => entities[entity].rank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    const rows: WireRow[] = [];
    for (let after: string | undefined; ;) {
      const page = await device.api.bootstrap({ limit: 7, ...(after !== undefined && { after }) });
      rows.push(...page.rows);
      expect(page).toMatchObject({ total: 201, seq: whole.seq });
      if (page.next === null) break;
      after = page.next;
    }
    expect(rows).toEqual(whole.rows);
  });

  test('[CE44] asked ahead, the first page is the clients with what is due first, whole, and everything follows', async () => {
    const device = await bookOf(50);
    const { managerId } = device;
    const clients = (await device.api.bootstrap({ limit: 5000 })).rows.filter(
      ({ entity }) => entity === 'client',
    );
    const due = [clients[30], clients[10], clients[20]] as WireRow[];
    for (const [index, { id }] of due.entries()) {
      const patch = taskData(id, managerId, { dueAt: 1_800_000_000_000 + index });
      await pushOne(device, { entity: 'task', patch });
    }
    const done = taskData(clients[0]?.id ?? '', managerId, { dueAt: 1, status: 'DONE' });
    await pushOne(device, { entity: 'task', patch: done });
    const whole = await device.api.bootstrap({ limit: 5000 });
    const first = await device.api.bootstrap({ limit: 5000, ahead: 3 });
    const scopes = new Set(due.map(({ scope }) => scope));
    const wanted = whole.rows.filter(({ scope }) => scopes.has(scope));
    expect(wanted).toHaveLength(9);
    expect(first.rows.toSorted(byName)).toEqual(wanted.toSorted(byName));
    expect(first).toMatchObject({ total: whole.rows.length + 9, seq: whole.seq });
    const rest = await device.api.bootstrap({ limit: 5000, after: first.next ?? '' });
    expect(rest).toMatchObject({ rows: whole.rows, next: null, total: first.total, seq: whole.seq });
    const two = await device.api.bootstrap({ limit: 8, ahead: 50 });
    expect(new Set(two.rows.map(({ scope }) => scope))).toEqual(new Set([due[0]?.scope, due[1]?.scope]));
    const none = await device.api.bootstrap({ limit: 2, ahead: 50 });
    expect(none.rows).toEqual(whole.rows.slice(0, 2));
  });

  test('[CE17] what changes between two pages arrives by pulling from the pinned cursor', async () => {
    const device = await bookOf(50);
    const [other] = [await central.enrol(device.tenantId, await central.createManager(device.tenantId))];
    const first = await device.api.bootstrap({ limit: 30 });
    const sent = first.rows.find(({ entity }) => entity === 'client') as WireRow;
    await pushOne(device, {
      entity: 'client',
      op: 'patch',
      id: sent.id,
      base: sent.seq,
      patch: { city: '新' },
    });
    await createClient(device);
    const moved = first.rows.findLast(({ entity }) => entity === 'client') as WireRow;
    await central.admin.assign({
      tenantId: device.tenantId,
      clientIds: [moved.id],
      toManagerId: other.managerId,
    });
    const copy = {
      rows: new Map(first.rows.map((row) => [`${row.entity} ${row.id}`, row])),
      cursor: first.cursor,
    };
    let after = first.next;
    while (after !== null) {
      const page = await device.api.bootstrap({ limit: 30, after });
      for (const row of page.rows) copy.rows.set(`${row.entity} ${row.id}`, row);
      copy.cursor = page.cursor;
      after = page.next;
    }
    await catchUp(device, copy, 10);
    expect(copy.rows).toEqual((await firstSync(device)).rows);
  });
});

describe('pull', () => {
  test('[CE1] pages of any size bring every row once, in number order', async () => {
    const [device] = (await central.branchWith('甲')) as [TestDevice];
    const copy = await firstSync(device);
    const { id } = await createClient(device);
    const notes = Array.from({ length: 25 }, () =>
      mutationOf({ entity: 'note', patch: noteData(id, device.managerId) }),
    );
    await pushAll(device, ...notes);
    const seqs: number[] = [];
    for (let more = true; more;) {
      const page = await device.api.pull({ cursor: copy.cursor, limit: 4 });
      expect(page.rows.length).toBeLessThanOrEqual(4);
      seqs.push(...page.rows.map(({ seq }) => seq));
      copy.cursor = page.cursor;
      more = page.more;
    }
    expect(seqs).toEqual(Array.from({ length: 26 }, (_, index) => (seqs[0] ?? 0) + index));
  });

  test('[CE9] a deletion travels as a tombstone', async () => {
    const [device] = (await central.branchWith('甲')) as [TestDevice];
    const { id } = await createClient(device);
    const tag = await pushOne(device, { entity: 'tag', patch: tagData(id) });
    const copy = await firstSync(device);
    await pushOne(device, { entity: 'tag', op: 'delete', id: tag.row?.id ?? '' });
    const page = await device.api.pull({ cursor: copy.cursor });
    expect(page.rows).toMatchObject([{ entity: 'tag', data: null }]);
  });

  test('[CE18] a cursor that is altered, of another device, or of another purpose is refused', async () => {
    const [a, b] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
    await bookOf(50);
    const { cursor } = await firstSync(a);
    const [place = '', epoch = '', signature = ''] = cursor.split('.');
    expect(place).toMatch(/^p[1-9a-z]/);
    const page = await a.api.bootstrap({ limit: 1 });
    for (const bad of [
      '',
      'x',
      `${place}.${epoch}.`,
      `p0.${epoch}.${signature}`,
      `${place}.${epoch}`,
      page.next ?? '',
    ]) {
      await expect(a.api.pull({ cursor: bad })).rejects.toMatchObject({ code: 'BAD_CURSOR', defined: true });
    }
    await expect(b.api.pull({ cursor })).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    await expect(a.api.bootstrap({ after: cursor })).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    await expect(b.api.digest({ cursor })).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  });

  test('[CE19] after a restore old cursors are refused with the new epoch, and so is a cursor from beyond the head', async () => {
    const [device] = (await central.branchWith('甲')) as [TestDevice];
    await createClient(device);
    const { cursor } = await firstSync(device);
    await change(`UPDATE partition SET seq = seq - 1 WHERE tenant_id = $1`, device.tenantId);
    await expect(device.api.pull({ cursor })).rejects.toMatchObject({ code: 'EPOCH_CHANGED' });
    await change(
      `UPDATE partition SET seq = seq + 1, epoch = 'restored' WHERE tenant_id = $1`,
      device.tenantId,
    );
    const refused = { code: 'EPOCH_CHANGED', status: 409, data: { epoch: 'restored' } };
    await expect(device.api.pull({ cursor })).rejects.toMatchObject(refused);
    expect((await catchUp(device, await firstSync(device))).rows.size).toBe(2);
  });
});

async function change(sql: string, tenantId: string): Promise<void> {
  const client = new Client({ connectionString: central.databaseUrl });
  await client.connect();
  await client.query(sql, [tenantId]);
  await client.end();
}

describe('digest', () => {
  test('[CE20] the worked example of docs/protocol.md is true', () => {
    const guide = readFileSync('docs/protocol.md', 'utf8');
    const { hi, lo } = rowHash(sha256, 'note', 'n1', { text: '甲', clientId: 'c1' });
    expect(guide).toContain(`hi, lo  ${hi}, ${lo}`);
    expect(guide).toContain(sha256('note\nn1\n{"clientId":"c1","text":"甲"}'));
  });

  test('[CE20] the digest equals the one recomputed from the rows received', async () => {
    const device = await bookOf(100);
    await pushOne(device, {
      entity: 'client',
      patch: clientData({
        name: '引号"\\\n𠮷',
        statedAssetsFen: -9_007_199_254_740_991,
        extra: { z: '1', ä: '2', a: '3' },
      }),
    });
    const copy = await firstSync(device);
    const { current, tables } = await device.api.digest({ cursor: copy.cursor });
    expect(current).toBe(true);
    expect(tables).toEqual(digestOf(copy.rows.values()));
  });

  test('[CE20] deleted rows and rows out of sight do not count', async () => {
    const [a, b] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
    const { id } = await createClient(a);
    const tag = await pushOne(a, { entity: 'tag', patch: tagData(id) });
    await pushOne(a, { entity: 'tag', op: 'delete', id: tag.row?.id ?? '' });
    const { tables } = await b.api.digest({ cursor: (await firstSync(b)).cursor });
    expect(Object.keys(tables)).toEqual(['manager']);
    const own = await a.api.digest({ cursor: (await firstSync(a)).cursor });
    expect(Object.keys(own.tables).sort()).toEqual(['client', 'manager']);
  });

  test('[CE20] it is not current while rows or access changes for this manager lie ahead, and only then', async () => {
    const [a, b] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
    const { id } = await createClient(a);
    const [cursorA, cursorB] = [(await firstSync(a)).cursor, (await firstSync(b)).cursor];
    await createClient(a);
    expect(await a.api.digest({ cursor: cursorA })).toMatchObject({ current: false, tables: {} });
    expect(await b.api.digest({ cursor: cursorB })).toMatchObject({ current: true });
    await central.admin.assign({ tenantId: a.tenantId, clientIds: [id], toManagerId: b.managerId });
    expect(await b.api.digest({ cursor: cursorB })).toMatchObject({ current: false });
    const { cursor } = await catchUp(a, await firstSync(a));
    await central.admin.assign({ tenantId: a.tenantId, clientIds: [id], toManagerId: a.managerId });
    await central.admin.assign({ tenantId: a.tenantId, clientIds: [id], toManagerId: b.managerId });
    expect(await a.api.digest({ cursor })).toMatchObject({ current: false });
  });
});
