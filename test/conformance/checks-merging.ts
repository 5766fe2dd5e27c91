import { claim, same } from '#test/conformance/claim.ts';
import type { Device } from '#test/conformance/device.ts';
import { client, create, deleteOf, hlcAt, note, patchOf } from '#test/conformance/made.ts';
import type { Row } from '#test/conformance/wire.ts';
import type { Check, World } from '#test/conformance/world.ts';

interface Shared {
  readonly one: Device;
  readonly two: Device;
  readonly row: Row;
}

/** A client both devices of one manager hold. */
async function shared(world: World): Promise<Shared> {
  const [one, two] = await world.twoOfOne();
  const row = await one.done(create('client', client()));
  await two.pull();
  return { one, two, row };
}

/** The conflicts a device holds after pulling. */
async function conflictsOf(device: Device): Promise<Record<string, unknown>[]> {
  await device.pull();
  return device.ofKind('conflict').map(({ data }) => data ?? {});
}

const inAMinute = (minutes = 1): string => hlcAt(Date.now() + minutes * 60_000);
const tenYears = 10 * 365 * 86_400_000;

/** Merging field by field, once, at the centre. */
export const mergingChecks: readonly Check[] = [
  {
    name: 'fields changed by different devices at once are both kept, without conflict',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      await one.done(patchOf(row, { city: '苏州' }));
      const merged = await two.pushOne(patchOf(row, { occupation: '教师' }));
      same(merged.status, 'applied', 'another field is no conflict');
      same([merged.row?.data?.['city'], merged.row?.data?.['occupation']], ['苏州', '教师'], 'both fields');
      same(await conflictsOf(one), [], 'no conflict');
    },
  },
  {
    name: 'a value equal to what stands changes nothing',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      const changed = await one.done(patchOf(row, { city: '苏州' }));
      const equal = await two.pushOne(patchOf(row, { city: '苏州' }));
      same([equal.status, equal.row?.seq], ['applied', changed.seq], 'no new number, no conflict');
    },
  },
  {
    name: 'a device’s own later change is taken on an old base',
    run: async (world) => {
      const { one, row } = await shared(world);
      await one.done(patchOf(row, { city: '苏州' }));
      const again = await one.pushOne(patchOf(row, { city: '杭州' }));
      same([again.status, again.row?.data?.['city']], ['applied', '杭州'], 'no conflict with oneself');
    },
  },
  {
    name: 'of two values at once the later intent stands and the other becomes a conflict, whole',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      const now = Date.now();
      await one.done(patchOf(row, { city: '苏州' }, { hlc: hlcAt(now) }));
      const merged = await two.pushOne(patchOf(row, { city: '杭州' }, { hlc: hlcAt(now, 5) }));
      same([merged.status, merged.row?.data?.['city']], ['merged', '杭州'], 'the later intent');
      const [conflict] = await conflictsOf(one);
      const { decidedAt, ...rest } = conflict ?? {};
      claim(Number.isInteger(decidedAt), 'a conflict says when');
      same(
        rest,
        {
          aboutScope: row.scope,
          entity: 'client',
          rowId: row.id,
          field: 'city',
          winner: '"杭州"',
          loser: '"苏州"',
          winnerManagerId: two.managerId,
          loserManagerId: one.managerId,
          rule: 'lww',
        },
        'the conflict',
      );
    },
  },
  {
    name: 'an earlier intent that arrives later loses, and is kept',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      const now = Date.now();
      await one.done(patchOf(row, { city: '苏州' }, { hlc: hlcAt(now, 5) }));
      const merged = await two.pushOne(patchOf(row, { city: '杭州' }, { hlc: hlcAt(now, 4) }));
      same([merged.status, merged.row?.data?.['city']], ['merged', '苏州'], 'the later intent');
      const [conflict] = await conflictsOf(two);
      same([conflict?.['winner'], conflict?.['loser']], ['"苏州"', '"杭州"'], 'the conflict');
    },
  },
  {
    name: 'a clock that runs ahead wins only until now',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      await one.done(patchOf(row, { city: '未来' }, { hlc: hlcAt(Date.now() + tenYears) }));
      const merged = await two.pushOne(patchOf(row, { city: '现在' }, { hlc: inAMinute() }));
      same(merged.row?.data?.['city'], '现在', 'ten years ahead are cut to now');
    },
  },
  {
    name: 'a clock that runs behind is taken as its last contact',
    run: async (world) => {
      const { one, row } = await shared(world);
      const before = await one.done(patchOf(row, { city: '从前' }, { hlc: hlcAt(Date.now() - tenYears) }));
      const late = await world.enrol(one.identity.tenantId, one.managerId);
      const merged = await late.pushOne(
        patchOf({ ...before, seq: row.seq }, { city: '后来' }, { hlc: hlcAt(1) }),
      );
      same(merged.row?.data?.['city'], '后来', 'a device that enrolled later intended later');
    },
  },
  {
    name: 'the centre’s own fields stay, and the attempt is kept',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      const kept = await two.pushOne(patchOf(row, { ownerManagerId: 'somebody' }));
      same([kept.status, kept.row?.data?.['ownerManagerId']], ['merged', one.managerId], 'the owner');
      same(
        (await conflictsOf(one)).map(({ rule, loser }) => [rule, loser]),
        [['server-wins', '"somebody"']],
        'kept',
      );
    },
  },
  {
    name: 'a deletion stands against edits at once, keeps what it took, and stays for ever',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      const edited = await one.done(patchOf(row, { city: '苏州' }));
      const deleted = await two.pushOne(deleteOf(row));
      same([deleted.status, deleted.row?.data], ['merged', null], 'a tombstone');
      const conflicts = await conflictsOf(one);
      same(
        conflicts.map(({ rule, field, loser }) => [rule, field, loser]),
        [['delete', 'city', '"苏州"']],
        'kept',
      );
      same(one.row('client', row.id), undefined, 'the row is gone everywhere');
      same((await one.pushOne(patchOf(edited, { city: '杭州' }))).code, 'GONE', 'a patch');
      const again = await one.pushOne(create('client', client(), { id: row.id }));
      same([again.status, again.code], ['rejected', 'GONE'], 'its id is spent');
    },
  },
  {
    name: 'a create with the id of a row that is there is taken when equal and refused otherwise',
    run: async (world) => {
      const { one, two, row } = await shared(world);
      const fact = create('note', note(row.id), {});
      await one.done(fact);
      const equal = await two.pushOne(create('note', note(row.id), { id: fact.id }));
      same(equal.status, 'applied', 'the same fact again');
      const other = await two.pushOne(create('note', note(row.id, '别的'), { id: fact.id }));
      same([other.status, other.code], ['rejected', 'ID_TAKEN'], 'another fact of this id');
    },
  },
];
