import { claim, same } from '#test/conformance/claim.ts';
import { client, create, deleteOf, event, hlcAt, note, patchOf } from '#test/conformance/made.ts';
import type { Check } from '#test/conformance/world.ts';

/** Who sees what, and what happens when that changes. */
export const scopeChecks: readonly Check[] = [
  {
    name: 'a client is seen by its manager’s devices and by nobody else; managers by the whole branch',
    run: async (world) => {
      const [mine, other] = await world.pair();
      const row = await mine.done(create('client', client()));
      same(row.scope, `client:${row.id}`, 'the scope of a client');
      same(row.data?.['ownerManagerId'], mine.managerId, 'its owner is the device’s manager');
      await other.pull();
      same(other.row('client', row.id), undefined, 'out of the other’s sight');
      const refused = await other.pushOne(create('note', note(row.id)));
      same([refused.status, refused.code], ['rejected', 'NO_ACCESS'], 'and out of reach');
      same(other.ofKind('manager').length, 2, 'both managers are known to both');
      const elsewhere = await world.desk();
      same(elsewhere.ofKind('manager').length, 1, 'another branch is another world');
    },
  },
  {
    name: 'a client that moves arrives whole, in one page however small, and leaves the other by name',
    run: async (world) => {
      const [from, to] = await world.pair();
      const row = await from.done(create('client', client()));
      await from.push(
        ...Array.from({ length: 6 }, (_, index) => create('note', note(row.id, String(index)))),
      );
      await from.pull();
      await world.assign(to, row.id);
      const pages = await to.pull(2);
      const gaining = pages.filter(({ access }) => access.some(({ kind }) => kind === 'gained'));
      same(gaining.length, 1, 'one page announces the gain');
      const rows = gaining[0]?.rows.filter(({ scope }) => scope === row.scope) ?? [];
      same(new Set(rows.map(({ id }) => id)).size, 7, 'and brings all its rows');
      same(to.row('client', row.id)?.data?.['ownerManagerId'], to.managerId, 'with its new owner');
      const [page] = await from.pull();
      const lost = page?.access.map(({ scope, kind }) => ({ scope, kind }));
      same(lost, [{ scope: row.scope, kind: 'lost' }], 'the other is told what it lost');
      same(from.row('client', row.id), undefined, 'and holds it no more');
      same(from.ofKind('note'), [], 'nor its notes');
    },
  },
  {
    name: 'work done before the loss was known is taken, out of sight; work done after it is not',
    run: async (world) => {
      const [from, to] = await world.pair();
      const row = await from.done(create('client', client()));
      await from.pull();
      await world.assign(to, row.id);
      const late = await from.pushOne(create('note', note(row.id, '迟到')));
      same([late.status, late.row], ['applied', null], 'a note by a device that had not heard');
      const deletion = await from.pushOne(deleteOf(row));
      same([deletion.status, deletion.code], ['rejected', 'NO_ACCESS'], 'deleting the client itself');
      await to.pull();
      same(
        to.ofKind('note').map(({ data }) => data?.['text']),
        ['迟到'],
        'it reaches the new manager',
      );
      await from.pull();
      await from.pullPage();
      const later = { hlc: hlcAt(Date.now() + 60_000) };
      const refused = await from.pushOne(create('note', note(row.id, '之后'), later));
      same(refused.code, 'NO_ACCESS', 'a note by a device that knew');
    },
  },
  {
    name: 'hosts who join an event gain all of it, hosts who leave lose it',
    run: async (world) => {
      const [author, host] = await world.pair();
      const row = await author.done(create('event', event([author.managerId])));
      same(row.scope, `event:${row.id}`, 'the scope of an event');
      await host.pull();
      same(host.ofKind('event'), [], 'not a host yet');
      const joined = await author.done(patchOf(row, { hostManagerIds: [author.managerId, host.managerId] }));
      await host.pull();
      same(host.ofKind('event').length, 1, 'a host has the event');
      await author.done(patchOf(joined, { hostManagerIds: [author.managerId] }));
      const [page] = await host.pull();
      claim(
        page?.access.some(({ kind, scope }) => kind === 'lost' && scope === row.scope) ?? false,
        'and loses it by name',
      );
    },
  },
  {
    name: 'what was gained and lost between two pulls is told by its end',
    run: async (world) => {
      const [one, two] = await world.pair();
      const row = await one.done(create('client', client()));
      await world.assign(two, row.id);
      await world.assign(one, row.id);
      const pages = await two.pull();
      const kinds = pages.flatMap(({ access }) => access.map(({ kind }) => kind));
      claim(!kinds.includes('gained'), 'a gain that is over is not announced');
      same(two.row('client', row.id), undefined, 'nothing of it stays');
      await one.pull();
      claim(one.row('client', row.id) !== undefined, 'the first manager has it again');
    },
  },
];
