import { describe, expect, test } from 'vitest';
import type { RowData } from '#core/sync/entities.ts';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import {
  catchUp,
  clientData,
  createClient,
  eventData,
  firstSync,
  hlcAt,
  mutationOf,
  noteData,
  pushAll,
  pushOne,
  tagData,
} from '#test/support/wire.ts';

const central = centralOfFile();

const pair = async (): Promise<[TestDevice, TestDevice]> =>
  (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];

const assign = (clientIds: string[], to: TestDevice): Promise<{ moved: number; seq: number }> =>
  central.admin.assign({ tenantId: to.tenantId, clientIds, toManagerId: to.managerId });

describe('isolation', () => {
  test('[CE14] a manager reads nothing of another manager', async () => {
    const [a, b] = await pair();
    const before = await firstSync(b);
    const { id } = await createClient(a);
    await pushOne(a, { entity: 'note', patch: noteData(id, a.managerId) });
    const copy = await catchUp(b, { rows: new Map(before.rows), cursor: before.cursor });
    expect([...copy.rows.keys()]).toEqual([...before.rows.keys()]);
    expect([...(await firstSync(b)).rows.keys()]).toEqual([...before.rows.keys()]);
  });

  test('[CE14] a manager writes nothing to another manager', async () => {
    const [a, b] = await pair();
    const { id } = await createClient(a);
    const results = await pushAll(
      b,
      mutationOf({ entity: 'note', patch: noteData(id, b.managerId) }),
      mutationOf({ entity: 'client', op: 'patch', id, patch: { city: '北京' } }),
      mutationOf({ entity: 'client', op: 'delete', id }),
      mutationOf({ entity: 'tag', patch: tagData(id) }),
    );
    expect(results.map(({ code, row }) => [code, row])).toEqual(results.map(() => ['NO_ACCESS', null]));
    expect(await pushOne(b, { entity: 'client', id, patch: clientData() })).toMatchObject({
      code: 'ID_TAKEN',
      row: null,
    });
  });

  test('[CE14] another branch is another world, even for ids that are known', async () => {
    const [a] = await pair();
    const [stranger] = await pair();
    const { id } = await createClient(a);
    const note = await pushOne(stranger, { entity: 'note', patch: noteData(id, stranger.managerId) });
    expect(note.code).toBe('NO_ACCESS');
    expect((await pushOne(stranger, { entity: 'client', id, patch: clientData() })).status).toBe('applied');
    expect((await firstSync(a)).rows.get(`client ${id}`)?.data?.['ownerManagerId']).toBe(a.managerId);
  });
});

describe('assignment', () => {
  test('[CE15] a client moves with its whole history; the one gains, the other loses', async () => {
    const [a, b] = await pair();
    const { id } = await createClient(a);
    await pushOne(a, { entity: 'note', patch: noteData(id, a.managerId) });
    const tag = await pushOne(a, { entity: 'tag', patch: tagData(id) });
    await pushOne(a, { entity: 'tag', op: 'delete', id: tag.row?.id ?? '', base: tag.row?.seq ?? 0 });
    const [copyA, copyB] = [await firstSync(a), await firstSync(b)];
    expect(await assign([id], b)).toMatchObject({ moved: 1 });

    const lost = await a.api.pull({ cursor: copyA.cursor });
    expect(lost.access).toMatchObject([{ scope: `client:${id}`, kind: 'lost' }]);
    expect(lost.rows).toEqual([]);
    const gained = await b.api.pull({ cursor: copyB.cursor });
    expect(gained.access).toMatchObject([{ scope: `client:${id}`, kind: 'gained' }]);
    expect(gained.rows.map(({ entity }) => entity).sort()).toEqual(['client', 'note']);
    expect(gained.rows.find(({ entity }) => entity === 'client')?.data?.['ownerManagerId']).toBe(b.managerId);

    expect((await catchUp(b, copyB)).rows).toEqual((await firstSync(b)).rows);
    expect((await catchUp(a, copyA)).rows).toEqual((await firstSync(a)).rows);
    expect(copyA.rows.has(`client ${id}`)).toBe(false);
  });

  test('[CE15] many gains come in pages of the limit, never with half a client', async () => {
    const [a, b] = await pair();
    const clients = Array.from({ length: 12 }, () => mutationOf({ entity: 'client', patch: clientData() }));
    await pushAll(a, ...clients);
    await pushAll(
      a,
      ...clients.flatMap(({ id }) =>
        [1, 2, 3].map(() => mutationOf({ entity: 'note', patch: noteData(id, a.managerId) })),
      ),
    );
    const copy = await firstSync(b);
    await assign(
      clients.map(({ id }) => id),
      b,
    );
    let pages = 0;
    for (let more = true; more; pages++) {
      const page = await b.api.pull({ cursor: copy.cursor, limit: 10 });
      for (const { scope } of page.access) {
        expect(page.rows.filter((row) => row.scope === scope && row.entity === 'note')).toHaveLength(3);
      }
      copy.cursor = page.cursor;
      for (const row of page.rows) copy.rows.set(`${row.entity} ${row.id}`, row);
      more = page.more;
    }
    expect(pages).toBeGreaterThan(3);
    expect(copy.rows).toEqual((await firstSync(b)).rows);
  });

  test('[CE15] to and fro between two pulls ends where it began', async () => {
    const [a, b] = await pair();
    const { id } = await createClient(a);
    const [copyA, copyB] = [await firstSync(a), await firstSync(b)];
    await assign([id], b);
    await pushOne(b, { entity: 'note', patch: noteData(id, b.managerId, '乙的') });
    await assign([id], a);
    expect((await catchUp(a, copyA, 1)).rows).toEqual((await firstSync(a)).rows);
    expect((await catchUp(b, copyB, 1)).rows).toEqual((await firstSync(b)).rows);
    expect([...copyA.rows.values()].filter(({ entity }) => entity === 'note')).toHaveLength(1);
    expect(copyB.rows.has(`client ${id}`)).toBe(false);
  });

  test('[CE15] assigning again moves nothing; unknown clients and managers move nothing at all', async () => {
    const [a, b] = await pair();
    const { id } = await createClient(a);
    await assign([id], b);
    expect(await assign([id], b)).toMatchObject({ moved: 0 });
    await expect(assign([id, 'unknown'], a)).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
    const nobody = { tenantId: a.tenantId, clientIds: [id], toManagerId: 'nobody' };
    await expect(central.admin.assign(nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await firstSync(b)).rows.has(`client ${id}`)).toBe(true);
  });

  test('[CE16] work done before the loss is known is taken, out of sight', async () => {
    const [a, b] = await pair();
    const { id } = await createClient(a);
    const [copyA, copyB] = [await firstSync(a), await firstSync(b)];
    await assign([id], b);
    const results = await pushAll(
      a,
      mutationOf({ entity: 'note', patch: noteData(id, a.managerId, '离线时写的') }),
      mutationOf({ entity: 'client', op: 'patch', id, base: 1e6, patch: { city: '杭州' } }),
      mutationOf({ entity: 'tag', patch: tagData(id) }),
    );
    expect(results.map(({ status, row }) => [status, row])).toEqual(results.map(() => ['applied', null]));
    await catchUp(b, copyB);
    expect(copyB.rows.get(`client ${id}`)?.data?.['city']).toBe('杭州');
    expect([...copyB.rows.values()].map(({ entity }) => entity)).toContain('note');
    await catchUp(a, copyA);
    expect(copyA.rows.has(`client ${id}`)).toBe(false);
  });

  test('[CE16] once the device knows of the loss, only older intents are taken, and never the deletion of the client', async () => {
    const [a, b] = await pair();
    const { id } = await createClient(a);
    const copy = await firstSync(a);
    const written = hlcAt(Date.now());
    await assign([id], b);
    await catchUp(a, copy);
    await catchUp(a, copy);
    const later = hlcAt(Date.now() + 60_000);
    const late = await pushOne(a, { entity: 'note', patch: noteData(id, a.managerId), hlc: later });
    const early = await pushOne(a, { entity: 'note', patch: noteData(id, a.managerId), hlc: written });
    const removal = await pushOne(a, { entity: 'client', op: 'delete', id, hlc: written });
    expect([late.code, early.status, removal.code]).toEqual(['NO_ACCESS', 'applied', 'NO_ACCESS']);
  });
});

describe('events', () => {
  test('[CE12] a new event is seen by its author and its hosts', async () => {
    const [a, b] = await pair();
    const copy = await firstSync(b);
    const event = await pushOne(a, { entity: 'event', patch: eventData([a.managerId, b.managerId]) });
    await catchUp(b, copy);
    expect(copy.rows.has(`event ${event.row?.id}`)).toBe(true);
    const title = await pushOne(b, {
      entity: 'event',
      op: 'patch',
      id: event.row?.id ?? '',
      base: 9e9,
      patch: { title: '新' },
    });
    expect(title.status).toBe('applied');
  });

  test('[CE12] hosts who join gain the event with its guests, hosts who leave lose it', async () => {
    const [a, b] = await pair();
    const event = await pushOne(a, { entity: 'event', patch: eventData([a.managerId]) });
    const id = event.row?.id ?? '';
    const checkIn: RowData<'checkIn'> = {
      eventId: id,
      guestId: 'g1',
      kind: 'IN',
      answers: null,
      at: 1,
      desk: '一',
      managerId: a.managerId,
      method: 'SCAN',
      overrideReason: null,
    };
    expect(await pushOne(a, { entity: 'checkIn', patch: checkIn })).toMatchObject({ status: 'applied' });
    const copy = await firstSync(b);
    const hosts = [a.managerId, b.managerId];
    const base = event.row?.seq ?? 0;
    await pushOne(a, { entity: 'event', op: 'patch', id, base, patch: { hostManagerIds: hosts } });
    await catchUp(b, copy, 1);
    expect([...copy.rows.values()].map(({ entity }) => entity)).toEqual(
      expect.arrayContaining(['event', 'checkIn']),
    );
    const out = await pushOne(b, {
      entity: 'event',
      op: 'patch',
      id,
      base: 9e9,
      patch: { hostManagerIds: [a.managerId] },
    });
    expect(out).toMatchObject({ status: 'applied', row: null });
    await catchUp(b, copy, 1);
    expect(copy.rows).toEqual((await firstSync(b)).rows);
  });

  test('[CE16] what a host wrote after handing the event over is taken, in the same push as in the next', async () => {
    const [a, b] = await pair();
    const event = await pushOne(a, { entity: 'event', patch: eventData([a.managerId]) });
    const about = { entity: 'event', op: 'patch', id: event.row?.id ?? '', base: 9e9 } as const;
    const same = await pushAll(
      a,
      mutationOf({ ...about, patch: { hostManagerIds: [b.managerId] } }),
      mutationOf({ ...about, patch: { title: '同一次' } }),
    );
    const next = await pushOne(a, { ...about, patch: { agenda: '下一次' } });
    expect([...same, next].map(({ status, row }) => [status, row])).toEqual(
      [1, 2, 3].map(() => ['applied', null]),
    );
    const removal = await pushOne(a, { entity: 'event', op: 'delete', id: about.id });
    expect(removal.code).toBe('NO_ACCESS');
  });
});
