import { describe, expect, test, vi } from 'vitest';
import type { ClientFields } from '#core/clients/client.ts';
import suitability from '#resources/suitability-2026-02.json' with { type: 'json' };
import { readStored, replayOf, reproduces } from '#core/risk/replay.ts';
import { shippedBook } from '#core/risk/rule-book.ts';
import type { ProductFields } from '#core/risk/product.ts';
import { verdictsOf } from '#db/queries/risk.ts';
import { gateWorld, probes, publishRules, type Probed, type World } from '#test/workstation/gates/probes.ts';
import { askers, gateImporters, shelfImporters, shelfReaders, waysOf } from '#test/workstation/gates/ways.ts';
import {
  gatePaths,
  type GatePath,
  type Naming,
  type ProductFinding,
} from '#workstation/risk/product-gate.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';

/** The path whose gate is taken out, and how: it lets everything pass, or is not asked at all. */
const taken = vi.hoisted(() => ({ path: '', how: 'OPEN' as 'OPEN' | 'ABSENT' }));

vi.mock('#workstation/risk/product-gate.ts', async (original) => {
  const real = await original<typeof import('#workstation/risk/product-gate.ts')>();
  const opened = ({ judged, ...finding }: ProductFinding): ProductFinding => {
    const verdict = { ...judged.verdict, outcome: 'ALLOW' as const, missing: [], steps: [] };
    return { ...finding, judged: { ...judged, verdict } };
  };
  return {
    ...real,
    productGate: (...args: Parameters<typeof real.productGate>) => {
      const gate = real.productGate(...args);
      return (naming: Naming) => {
        if (naming.path !== taken.path) return gate(naming);
        return taken.how === 'ABSENT' ? [] : gate(naming).map(opened);
      };
    },
  };
});

const paths = Object.keys(gatePaths) as GatePath[];
const ways = waysOf(paths);

/** What must hold of every way: who suits hears of the product, who does not is refused with book and article. */
async function holds(probe: (world: World) => Promise<Probed>): Promise<void> {
  expect(await probe(gateWorld({ level: 'C4' }))).toMatchObject({ isNamed: true });
  await refusesBy(probe, gateWorld({ level: 'C2' }), { id: 'RK31', book: 'CSRC', article: '22(3)' });
}

function refuses(path: GatePath, world: World, rule: Record<string, string>): Promise<readonly string[]> {
  return refusesBy(probes[path], world, rule);
}

async function refusesBy(
  probe: (world: World) => Promise<Probed>,
  world: World,
  rule: Record<string, string>,
): Promise<readonly string[]> {
  const { isNamed, told } = await probe(world);
  expect(isNamed).toBe(false);
  expect(told.map((one) => one.rule)).toContainEqual(expect.objectContaining(rule));
  return told.flatMap(({ missing = [] }) => missing);
}

/** Looking stores nothing: the desk's line, what the program proposes, a draft that is only checked. */
const looks: readonly GatePath[] = ['CALL_LINE', 'SUGGESTION', 'DRAFT'];
const stores = paths.filter((path) => !looks.includes(path));

describe('every path that names a product', () => {
  test.each(ways)(
    '[RK100] $path, $way: names what suits, and refuses the rest with book and article',
    async ({ probe }) => {
      taken.path = '';
      await expect(holds(probe)).resolves.toBeUndefined();
    },
  );

  test.each(ways.flatMap((way) => [{ ...way, how: 'OPEN' } as const, { ...way, how: 'ABSENT' } as const]))(
    '[RK101] $path, $way: without its gate ($how) it does not pass',
    async ({ path, how, probe }) => {
      Object.assign(taken, { path, how });
      await expect(holds(probe)).rejects.toThrow();
    },
  );

  test('[RK101] whoever asks the gate is on the list of those who are tested, and every path is asked by one', () => {
    expect(gateImporters()).toEqual(Object.keys(askers).sort());
    expect([...new Set(Object.values(askers).flat())].sort()).toEqual([...paths].sort());
  });

  test('[RK101] whoever reads the shelf asks the gate, or is on the list of those who name nothing to a client', () => {
    const readers = shelfImporters().filter((file) => !(file in askers) || file in shelfReaders);
    expect(readers).toEqual(Object.keys(shelfReaders).sort());
  });

  test.each(stores)('[RK102] %s keeps the verdict it acted upon, and it comes out the same', async (path) => {
    taken.path = '';
    for (const level of ['C2', 'C4'] as const) {
      const world = gateWorld({ level });
      await probes[path](world);
      if (path === 'CALL_SCRIPT') await logCall(world);
      const stored = verdictsOf(world.station.db, world.clientId, 9);
      expect(stored.map(({ use, productId }) => [use, productId])).toContainEqual(['GATE', 'it']);
      for (const one of stored) expect(reproduces(readStored(one), ruleBookOf(world.station.db))).toBe(true);
    }
  });
});

test('[RK108] a stored verdict comes out the same by the version it names, after other rules came into force', async () => {
  taken.path = '';
  const world = gateWorld({ level: 'C4' });
  await probes.TALK_INVITATION(world);
  const stored = (): Parameters<typeof readStored>[0][] => verdictsOf(world.station.db, world.clientId, 9);
  const before = stored();
  const stricter = {
    ...suitability,
    version: '2026-12',
    matrix: { ...suitability.matrix, C4: suitability.matrix.C3 },
  };
  publishRules(world, JSON.stringify(stricter));
  await refuses('TALK_INVITATION', world, { id: 'RK31', version: '2026-12' });
  const after = stored().filter(({ verdictJson }) => verdictJson.includes('2026-12'));
  expect(before).toHaveLength(1);
  expect(after.length).toBeGreaterThan(0);
  const book = ruleBookOf(world.station.db);
  for (const one of [...before, ...after]) expect(replayOf(readStored(one), book)).toBe('SAME');
  expect(after.map((one) => replayOf(readStored(one), shippedBook))).toContain('UNKNOWN_VERSION');
});

/** Logs the call whose script was looked at. */
async function logCall({ station, client, clientId }: World): Promise<void> {
  const line = null;
  const call = { contactId: station.newId(), clientId, taskId: null, note: '', line } as const;
  const said = { outcome: 'DONE_SERVICE', reason: 'EVENT_CONFIRM', startedAt: station.clock() } as const;
  await client.calls.log({ ...call, ...said });
}

interface Fault {
  readonly what: string;
  readonly product?: Partial<ProductFields> | null;
  readonly client?: Partial<ClientFields>;
  readonly level?: 'C4' | null;
  readonly rule: string;
  readonly missing: string;
  readonly isRulesFault?: boolean;
}

const nfra = { kind: 'BANK_WEALTH', regime: 'NFRA' } as const;
const faults: readonly Fault[] = [
  {
    what: "a product without the issuer's rating",
    product: { issuerRating: null },
    rule: 'RK26',
    missing: 'ISSUER_RATING',
  },
  {
    what: "a product without the seller's rating",
    product: { sellerRating: null },
    rule: 'RK26',
    missing: 'SELLER_RATING',
  },
  {
    what: 'a product whose status nobody knows',
    product: { status: 'PAUSED' as 'CLOSED' },
    rule: 'RK20',
    missing: 'STATUS',
  },
  { what: 'a product this device does not know', product: null, rule: 'RK40', missing: 'PRODUCT' },
  {
    what: 'high risk for a client without birth date',
    product: nfra,
    client: { birthDay: null },
    rule: 'RK39',
    missing: 'BIRTH_DAY',
  },
  { what: 'a client never tested', level: null, rule: 'RK28', missing: 'VALID_TEST' },
  { what: 'rules this program cannot read', isRulesFault: true, rule: 'RK21', missing: 'RULES' },
];
/** Where a fault cannot reach: only talks name a product by its id, everything else by a shelf that has it. */
const isOutOfReach = ({ product }: Fault, path: GatePath): boolean =>
  product === null && looks.includes(path);
/** What the program proposes is on sale: a product of unknown status is not looked at. */
const isNotAsked = ({ missing }: Fault, path: GatePath): boolean =>
  missing === 'STATUS' && path === 'SUGGESTION';

describe('what is not known', () => {
  test.each(
    faults.flatMap((fault) =>
      paths.filter((path) => !isOutOfReach(fault, path)).map((path) => ({ ...fault, path })),
    ),
  )('[RK103] $what is refused on $path, and the missing thing is named', async ({ path, rule, ...fault }) => {
    taken.path = '';
    const world = gateWorld(fault);
    if (fault.isRulesFault) publishRules(world);
    if (isNotAsked({ rule, ...fault }, path)) {
      expect(await probes[path](world)).toEqual({ isNamed: false, told: [] });
      return;
    }
    const missing = await refuses(path, world, { id: rule });
    if (path !== 'CALL_LINE' && path !== 'SUGGESTION') expect(missing).toContain(fault.missing);
  });
});
