import { claim, same } from '#test/conformance/claim.ts';
import { client, create, note, patchOf } from '#test/conformance/made.ts';
import { query, type Result } from '#test/conformance/wire.ts';
import type { Check } from '#test/conformance/world.ts';

interface Listed {
  readonly deviceId: string;
  readonly isThis: boolean;
  readonly revokedAt: number | null;
}

/** A manager's devices, and what becomes of one that is lost. */
export const deviceChecks: readonly Check[] = [
  {
    name: 'a device sees the devices of its manager, itself among them, and nobody else’s',
    run: async (world) => {
      const [one, two] = await world.twoOfOne();
      const list = await one.fine<Listed[]>({ path: '/v1/sync/devices' });
      const ids = [one, two].map(({ identity }) => identity.deviceId);
      same(list.map(({ deviceId }) => deviceId).toSorted(), ids.toSorted(), 'the manager’s devices');
      same(
        list.filter(({ isThis }) => isThis).map(({ deviceId }) => deviceId),
        [ids[0]],
        'which it is',
      );
    },
  },
  {
    name: 'a manager revokes a lost device of their own, not those of others',
    run: async (world) => {
      const [one, lost] = await world.twoOfOne();
      const stranger = await world.enrol(
        one.identity.tenantId,
        await world.manager(one.identity.tenantId, '乙'),
      );
      const revoke = (deviceId: string) =>
        one.call<{ revokedAt?: number }>({ path: `/v1/sync/devices/${deviceId}/revoke`, method: 'POST' });
      same((await revoke(stranger.identity.deviceId)).status, 404, 'another manager’s device');
      const first = await revoke(lost.identity.deviceId);
      same(first.status, 200, 'a device of one’s own');
      same((await revoke(lost.identity.deviceId)).body, first.body, 'once and for good');
      same((await lost.call({ path: '/v1/sync/bootstrap' })).status, 403, 'it is out at once');
    },
  },
  {
    name: 'a revoked device is told so everywhere, except that it may hand in what it holds',
    run: async (world) => {
      const [lost, kept] = await world.twoOfOne();
      const row = await lost.done(create('client', client()));
      await world.revoke(lost);
      const cursor = lost.cursor;
      const calls = [
        { path: '/v1/sync/bootstrap' },
        { path: query('/v1/sync/pull', { cursor }) },
        { path: query('/v1/sync/digest', { cursor }) },
        { path: '/v1/sync/rows', body: { keys: [{ entity: 'client', id: row.id }] } },
        { path: '/v1/sync/digest-rows', body: { cursor, buckets: ['client/00'] } },
        { path: '/v1/sync/devices' },
        { path: '/v1/sync/fork', method: 'POST' as const },
      ];
      for (const call of calls) {
        const { status, body } = await lost.call(call);
        same([status, body.code], [403, 'REVOKED'], call.path.split('?')[0] ?? '');
        claim(Number.isInteger(body.data?.['revokedAt']), 'and when');
      }
      const last = [create('note', note(row.id, '遗言')), patchOf(row, { city: '苏州' })];
      for (let time = 0; time < 2; time += 1) {
        const results = await lost.push(...last);
        same(
          results.map(({ status, code, row: shown }) => [status, code, shown]),
          last.map(() => ['held', 'QUARANTINED', null]),
          'what it pushes is held',
        );
      }
      await kept.pull();
      same(kept.ofKind('note'), [], 'nothing of it is in the book');
      const { tenantId, deviceId } = lost.identity;
      const { body: waiting } = await world.admin<{ mid: string; releasedAt: number | null }[]>({
        path: query('/admin/quarantine', { tenantId }),
      });
      same(
        waiting.map(({ mid }) => mid),
        last.map(({ mid }) => mid),
        'each waits once',
      );
      const release = () =>
        world.admin<{ results: Result[] }>({
          path: `/admin/quarantine/${deviceId}/release`,
          body: { tenantId },
        });
      same(
        (await release()).body.results.map(({ status }) => status),
        ['applied', 'applied'],
        'released',
      );
      same((await release()).body.results, [], 'once');
      await kept.pull();
      same(
        kept.ofKind('note').map(({ data }) => data?.['text']),
        ['遗言'],
        'the book has it',
      );
      same(kept.row('client', row.id)?.data?.['city'], '苏州', 'merged like any other');
    },
  },
];
