import { randomUUID } from 'node:crypto';
import { claim, same } from '#test/conformance/claim.ts';
import { client, create, deleteOf, mutation, note, patchOf } from '#test/conformance/made.ts';
import type { Mutation, Result } from '#test/conformance/wire.ts';
import type { Check } from '#test/conformance/world.ts';

const codesOf = (results: readonly Result[]): unknown[] => results.map(({ status, code }) => [status, code]);
const schemaOfTheFuture = 9999;

/** Exactly once, groups, refusals, what is held. */
export const pushingChecks: readonly Check[] = [
  {
    name: 'a push answers each mutation in order with the row as it stands after all of it',
    run: async (world) => {
      const desk = await world.desk();
      const made = create('client', client());
      const changed = patchOf({ ...made, seq: 0 }, { city: '苏州' });
      const results = await desk.push(made, changed);
      same(
        codesOf(results),
        [
          ['applied', null],
          ['applied', null],
        ],
        'both taken',
      );
      same(
        results.map(({ row }) => row?.data?.['city']),
        ['苏州', '苏州'],
        'both answers show the row after the whole push',
      );
    },
  },
  {
    name: 'a replay is answered duplicate, or with its refusal, and changes nothing',
    run: async (world) => {
      const desk = await world.desk();
      const made = create('client', client());
      const row = await desk.done(made);
      const wrong = create('note', note('nobody'));
      await desk.push(wrong);
      const later = await desk.done(patchOf(row, { city: '苏州' }));
      const again = await desk.push(made, wrong);
      same(
        codesOf(again),
        [
          ['duplicate', null],
          ['rejected', 'NO_ACCESS'],
        ],
        'the stored answers',
      );
      same(again[0]?.row, later, 'with the row as it is now');
      const twice = await desk.push(made, made);
      same(codesOf(twice)[0], ['duplicate', null], 'within one push too');
      const { seq } = await desk.pullPage();
      same(seq, later.seq, 'no number was taken');
    },
  },
  {
    name: 'a replay is known after its client left, too',
    run: async (world) => {
      const [from, to] = await world.pair();
      const made = create('client', client());
      const row = await from.done(made);
      await world.assign(to, row.id);
      const again = await from.pushOne(made);
      same([again.status, again.row], ['duplicate', null], 'done before, out of sight now');
    },
  },
  {
    name: 'a mid that comes with other content is HASH_MISMATCH',
    run: async (world) => {
      const desk = await world.desk();
      const made = create('client', client());
      await desk.done(made);
      const forged = { ...made, patch: client({ name: '钱测试' }) };
      same(codesOf(await desk.push(forged)), [['rejected', 'HASH_MISMATCH']], 'other content');
    },
  },
  {
    name: 'a group is taken whole or not at all, and stops no other',
    run: async (world) => {
      const desk = await world.desk();
      const row = await desk.done(create('client', client()));
      const group = randomUUID();
      const good = create('note', note(row.id), { group });
      const bad = create('note', { ...note(row.id), text: 7 }, { group });
      const other = create('note', note(row.id, '另一组'));
      const results = await desk.push(good, other, bad);
      same(
        codesOf(results),
        [
          ['rejected', 'GROUP_FAILED'],
          ['applied', null],
          ['rejected', 'INVALID'],
        ],
        'the group fails, the other is taken',
      );
      claim(results[0]?.detail?.includes(bad.mid) ?? false, 'the companion at fault is named');
      await desk.pull();
      same(
        desk.ofKind('note').map(({ data }) => data?.['text']),
        ['另一组'],
        'nothing of the group stays',
      );
    },
  },
  {
    name: 'what cannot be kept exactly, or is not in the schema, is INVALID without its values',
    run: async (world) => {
      const desk = await world.desk();
      const row = await desk.done(create('client', client()));
      const elsewhere = await desk.done(create('client', client()));
      const written = await desk.done(create('task', task(row.id)));
      const secret = '绝密内容';
      const wrong: Mutation[] = [
        create('note', { ...note(row.id), colour: secret }),
        create('note', { clientId: row.id, text: secret }),
        create('note', note(row.id, `${secret}\0`)),
        create('note', note(row.id, `${secret}\ud800`)),
        create('note', note(row.id, secret), { hlc: 'soon' }),
        patchOf(row, { tier: secret }),
        patchOf(row, { shoeSize: secret }),
        patchOf(written, { clientId: elsewhere.id }),
        create('unheardOf', { secret }),
      ];
      const results = await desk.push(...wrong);
      for (const [index, result] of results.entries()) {
        same([result.status, result.code], ['rejected', 'INVALID'], `wrong mutation ${index}`);
        claim(!JSON.stringify(result).includes(secret), 'no value in a refusal');
        claim((result.detail ?? '') !== '', 'a refusal says what is wrong');
      }
    },
  },
  {
    name: 'READ_ONLY, GONE, NO_ACCESS and LIMIT_EXCEEDED are told apart',
    run: async (world) => {
      const desk = await world.desk();
      const row = await desk.done(create('client', client()));
      const fact = await desk.done(create('note', note(row.id)));
      const [manager] = desk.ofKind('manager');
      claim(manager !== undefined, 'a manager row');
      const results = await desk.push(
        patchOf(manager, { name: '新名' }),
        patchOf(fact, { text: '改' }),
        deleteOf(fact),
        patchOf({ entity: 'client', id: randomUUID(), seq: 1 }, { city: '苏州' }),
        create('note', note(randomUUID())),
        patchOf(row, { extra: { long: 'x'.repeat(140_000) } }),
      );
      const codes = results.map(({ code }) => code);
      const wanted = ['READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'GONE', 'NO_ACCESS', 'LIMIT_EXCEEDED'];
      same(codes, wanted, 'refusals');
    },
  },
  {
    name: 'a push that breaks the schema is 400, one that is too long 413, and nothing of either is taken',
    run: async (world) => {
      const desk = await world.desk();
      const push = async (body: unknown): Promise<number> =>
        (await desk.call({ path: '/v1/sync/push', body })).status;
      same(
        await push({ mutations: [], clock: 1 }),
        200,
        'no mutations: only asks whether the history is the same',
      );
      const { mid: _, ...nameless } = create('client', client());
      same(await push({ mutations: [nameless], clock: 1 }), 400, 'a mutation without mid');
      const many = Array.from({ length: 501 }, () => create('client', client()));
      same(await push({ mutations: many, clock: 1 }), 400, '501 mutations of several groups');
      // A server may refuse by the announced length and cut the connection while the body is still on its way.
      const long = await push({ mutations: [], clock: 1, rest: 'x'.repeat(9_000_000) }).catch(() => 413);
      same(long, 413, 'nine megabytes');
      same((await desk.pullPage()).rows, [], 'nothing was taken');
    },
  },
  {
    name: 'a change made by a newer program is held, with what builds on it, and never decided',
    run: async (world) => {
      const desk = await world.desk();
      const row = await desk.done(create('client', client()));
      const newer = { schema: schemaOfTheFuture };
      const unknownKind = create('unheardOf', { some: 'thing' }, newer);
      const unknownField = patchOf(row, { shoeSize: 43 }, newer);
      const onTop = patchOf(row, { city: '苏州' });
      const apart = create('client', client());
      const known = create('note', note(row.id), newer);
      const results = await desk.push(unknownKind, unknownField, onTop, apart);
      same(
        codesOf(results),
        [
          ['held', 'NEWER_SCHEMA'],
          ['held', 'NEWER_SCHEMA'],
          ['held', 'NEWER_SCHEMA'],
          ['applied', null],
        ],
        'what is new is held, and what was done after it to the same row',
      );
      same(
        codesOf(await desk.push(known)),
        [['applied', null]],
        'what the centre knows is taken from any program',
      );
      const rewritten = { ...onTop, patch: { city: '杭州' } };
      same(codesOf(await desk.push(rewritten)), [['applied', null]], 'what was held was not decided');
    },
  },
];

function task(clientId: string): Record<string, unknown> {
  return {
    clientId,
    managerId: 'whoever',
    kind: 'OTHER',
    dueAt: 1_800_000_000_000,
    text: '',
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  };
}

/** Pushes that count themselves. */
export const countingChecks: readonly Check[] = [
  {
    name: 'a push number that comes again with other content is 409 FORKED and changes nothing',
    run: async (world) => {
      const desk = await world.desk();
      const push = (pushNo: number, ...mutations: Mutation[]) =>
        desk.call<{ code?: string; results?: Result[] }>({
          path: '/v1/sync/push',
          body: { mutations, clock: Date.now(), pushNo },
        });
      const made = create('client', client());
      same((await push(1, made)).status, 200, 'the first push');
      same((await push(1, made)).body.results?.[0]?.status, 'duplicate', 'the same push again');
      const stranger = create('client', client());
      const forked = await push(1, stranger);
      same([forked.status, forked.body.code], [409, 'FORKED'], 'another push of that number');
      same((await push(5, create('client', client()))).status, 200, 'numbers may be left out');
      same((await push(4, stranger)).body.code, 'FORKED', 'numbers never go back');
      await desk.pull();
      same(desk.row('client', stranger.id), undefined, 'nothing of it was taken');
    },
  },
  {
    name: 'a fork has an identity of its own and is answered for what its forebear did',
    run: async (world) => {
      const desk = await world.desk();
      const made = create('client', client());
      const row = await desk.done(made);
      const { deviceId, deviceToken } = await desk.fine<{ deviceId: string; deviceToken: string }>({
        path: '/v1/sync/fork',
        method: 'POST',
      });
      claim(deviceId !== desk.identity.deviceId, 'a device id of its own');
      const fork = await world.forkOf(desk, { deviceId, deviceToken });
      const [again, forged] = await fork.push(made, mutation({ ...made, op: 'create', patch: {} }));
      same(again?.status, 'duplicate', 'what the forebear pushed is not done twice');
      same(forged?.status !== 'applied', true, 'nor is it forged');
      await fork.bootstrap();
      same(fork.row('client', row.id)?.seq, row.seq, 'it sees what its manager sees');
      same((await desk.call({ path: '/v1/sync/devices' })).status, 200, 'the forebear goes on');
      const crossed = await fork.call({ path: `/v1/sync/pull?cursor=${encodeURIComponent(desk.cursor)}` });
      same(crossed.body.code, 'BAD_CURSOR', 'cursors are not shared');
    },
  },
];
