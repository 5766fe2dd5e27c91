import { createCentreOn, type CentreTools } from '#test/sim/sqlite-centre.ts';
import type { Enrolled } from '#test/sim/centre.ts';
import { emptyStoreImage } from '#test/sim/disk.ts';
import type { Item, Plan } from '#test/sim/plan.ts';
import { comeToRest } from '#test/sim/rest.ts';
import { World } from '#test/sim/world.ts';

/** The instant at which every schedule begins: Monday 2026-11-23, 10:00 in Shanghai. */
const start = Date.parse('2026-11-23T10:00:00+08:00');

/** A branch at work: its centre, its machines and their stores, made once per process and copied into every schedule. */
interface Genesis {
  readonly centre: Buffer;
  readonly empty: Buffer;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly managerIds: readonly string[];
}

interface Machine {
  readonly enrolled: Enrolled;
  /** Another identity of the same manager, for a machine that has never synced. */
  readonly spare: Enrolled;
  readonly image: Buffer;
}

const names = ['A1', 'A2', 'B1', 'C1'];

/** The first morning: what everybody finds when a schedule begins. */
const morning: readonly (readonly [kind: Item['kind'], machine: number])[] = [
  ['addClient', 0],
  ['addClient', 0],
  ['addClient', 0],
  ['addClient', 2],
  ['addClient', 2],
  ['addClient', 3],
  ['addEvent', 0],
  ['addGuest', 0],
  ['addTask', 0],
  ['addTask', 2],
  ['tag', 0],
  ['call', 0],
  ['note', 2],
];

let genesis: Promise<Genesis> | null = null;

/** Makes the world in which a plan is played. */
export async function castWorld({ seed, cast, crowd }: Plan, isTold: boolean): Promise<World> {
  genesis ??= makeGenesis();
  const { centre, machines, empty, managerIds } = await genesis;
  const world = worldOn(centre, { seed, managerIds, isTold, crowd });
  for (const name of cast.machines) {
    const { enrolled, spare, image } = machines.get(name) as Machine;
    const isFresh = cast.fresh.includes(name);
    world.addWorkstation(name, isFresh ? spare : enrolled, isFresh ? empty : image);
  }
  return world;
}

function worldOn(
  image: Buffer,
  options: { seed: number; managerIds: readonly string[]; isTold: boolean; crowd: number },
): World {
  return new World({ ...options, start, open: (tools) => createCentreOn(image, tools) });
}

async function makeGenesis(): Promise<Genesis> {
  const found = await foundBranch();
  const empty = emptyStoreImage();
  const managerIds = [...new Set(found.enrolled.map(({ managerId }) => managerId))];
  const world = worldOn(found.image, { seed: 0, managerIds, isTold: false, crowd: 0 });
  for (const [index, name] of names.entries())
    world.addWorkstation(name, found.enrolled[index] as Enrolled, empty);
  for (const [index, [kind, machine]] of morning.entries()) {
    await world.perform({ kind, machine, seed: index, gapMs: 0 });
  }
  await comeToRest(world);
  const machines = world.workstations.map(
    (at, index) =>
      [
        at.owner.name,
        {
          enrolled: found.enrolled[index] as Enrolled,
          spare: found.enrolled[index + names.length] as Enrolled,
          image: at.db.serialize(),
        },
      ] as const,
  );
  const made = { centre: world.centre.image(), empty, machines: new Map(machines), managerIds };
  world.close();
  return made;
}

/** Founds the branch: three managers and their machines. */
async function foundBranch(): Promise<{ image: Buffer; enrolled: Enrolled[] }> {
  const centre = createCentreOn(null, tools(start));
  const enrolled = await centre.found(['A', 'A', 'B', 'C', 'A', 'A', 'B', 'C']);
  return { image: centre.image(), enrolled };
}

function tools(at: number): CentreTools {
  let count = 0;
  return {
    clock: () => at,
    newId: () => {
      count += 1;
      return `01940000-0000-7000-8000-${(0xf000 + count).toString(16).padStart(12, '0')}`;
    },
  };
}
