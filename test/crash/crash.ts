import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '#core/base/ids.ts';
import { forkJob, type Running } from '#scripts/processes/fork.ts';
import type { CentralReady } from '#scripts/processes/messages.ts';
import { createCentralClient, type CentralClient } from '#workstation/sync/central-client.ts';
import { enrolDevice, type Enrolment } from '#workstation/sync/enrol.ts';
import { makeDesk, type Desk } from '#test/crash/desk.ts';

export interface CrashWish {
  readonly kills: number;
  readonly seed: number;
  readonly tell?: (line: string) => void;
}

/** What a run of kills came to. Everything below `kills` must be 0, and `unequal` too. */
export interface CrashFigures {
  readonly kills: number;
  readonly desk: number;
  readonly centre: number;
  readonly postgres: number;
  readonly backend: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly half: number;
  readonly unopened: number;
  readonly refused: number;
  readonly unequal: number;
  readonly seconds: number;
}

type Target = 'desk' | 'centre' | 'postgres' | 'backend';

const deskCount = 2;
/** How long a process is let live after its first sign of life, at most, in milliseconds. */
const longestLifeMs = 160;

/**
 * Kills workstations, the centre, its PostgreSQL and single backends of it, each at a random moment of real work, that
 * many times in all; looks at every store after each kill; then lets everyone finish and compares all with all.
 */
export async function crash({ kills, seed, tell = () => {} }: CrashWish): Promise<CrashFigures> {
  const startedAt = performance.now();
  const dir = mkdtempSync(path.join(os.tmpdir(), 'zhike-crash-'));
  // As root the embedded PostgreSQL runs as another account and has to pass through.
  chmodSync(dir, 0o711);
  const random = seededRandom(seed);
  const centre = await startCentre(path.join(dir, 'central'));
  const count: Record<Target, number> = { desk: 0, centre: 0, postgres: 0, backend: 0 };
  const bad = { lost: 0, half: 0, unopened: 0 };
  let desks: Desk[] = [];
  try {
    const enrolments: Enrolment[] = [];
    for (let index = 0; index < deskCount; index += 1) enrolments.push(await centre.enrol());
    desks = enrolments.map((one, index) => makeDesk(path.join(dir, `desk-${index}.db`), centre.url, one));
    for (const desk of desks) desk.start();
    for (let kill = 1; kill <= kills; kill += 1) {
      const target = targetOf(random());
      const desk = desks[kill % deskCount] as Desk;
      await desk.life();
      await sleep(random() * longestLifeMs);
      count[target] += 1;
      if (target !== 'desk') await centre.hit(target);
      else {
        await desk.kill();
        const found = desk.inspect();
        for (const name of ['lost', 'half', 'unopened'] as const) bad[name] += found[name];
        desk.start();
      }
      if (kill % 20 === 0) tell(`${kill} kills, ${JSON.stringify(bad)}`);
    }
    await Promise.all(desks.map((desk) => desk.kill()));
    const end = await compare(desks, centre);
    return {
      kills,
      ...count,
      acknowledged: desks.reduce((sum, { said }) => sum + said.groups.size + said.values.size, 0),
      ...end,
      lost: bad.lost + end.lost,
      half: bad.half + end.half,
      unopened: bad.unopened,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    for (const desk of desks) desk.end();
    await centre.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Workstations die most often; the centre's ways to die take a second each to get over. */
function targetOf(draw: number): Target {
  if (draw < 0.86) return 'desk';
  if (draw < 0.91) return 'centre';
  return draw < 0.95 ? 'postgres' : 'backend';
}

interface Centre {
  readonly url: string;
  readonly enrol: () => Promise<Enrolment>;
  readonly hit: (target: Exclude<Target, 'desk'>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function startCentre(dataDir: string): Promise<Centre> {
  const launch = (port: number): Promise<Running<CentralReady>> =>
    forkJob<CentralReady>({
      entry: 'central',
      order: { dataDir, port, book: { kind: 'empty', clients: 0 } },
      logFile: `${dataDir}.log`,
    });
  let running = await launch(0);
  const { url, adminToken, book } = running.ready;
  const { admin } = createCentralClient({ url, token: adminToken });
  const managerId = book.managers[0]?.id ?? '';
  const pid = (): number =>
    Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    url,
    enrol: () => enrolled(admin, url, { tenantId: book.tenantId, managerId }),
    hit: async (target) => {
      if (target === 'backend') return killBackend(pid());
      if (target === 'postgres') process.kill(pid(), 'SIGKILL');
      await running.kill();
      running = await launch(Number(new URL(url).port));
    },
    stop: () => running.stop(),
  };
}

async function enrolled(
  admin: CentralClient['admin'],
  centralUrl: string,
  who: { readonly tenantId: string; readonly managerId: string },
): Promise<Enrolment> {
  const { code } = await admin.createEnrolment(who);
  const about = { deviceName: `desk ${randomBytes(2).toString('hex')}`, platform: 'test', appVersion: '0' };
  const result = await enrolDevice({ centralUrl, code, ...about });
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** Ends one process of the database the hard way: PostgreSQL then ends all others, replays its journal and goes on. */
function killBackend(postmaster: number): void {
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ');
  const backend = children.findLast((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('zhike'),
  );
  if (backend) process.kill(Number(backend), 'SIGKILL');
}

/** Everyone finishes; then a newcomer reads the centre's book, in which every command must be once and whole. */
async function compare(
  desks: readonly Desk[],
  centre: Centre,
): Promise<Pick<CrashFigures, 'lost' | 'doubled' | 'half' | 'refused' | 'unequal'>> {
  let [refused, unequal] = [0, 0];
  for (let turn = 0; turn < 2; turn += 1) {
    [refused, unequal] = [0, 0];
    for (const desk of desks) {
      const end = await desk.finish();
      refused += end.refused;
      if (!end.isEqual || end.pending > 0) unequal += 1;
    }
  }
  const { deviceToken } = await centre.enrol();
  const api = createCentralClient({ url: centre.url, token: deviceToken });
  const cities = new Map<string, string>();
  const notes = new Map<string, number>();
  for (let after: string | undefined; ;) {
    const page = await api.bootstrap({ after, limit: 2000 });
    for (const { entity, id, data } of page.rows) {
      if (entity === 'client') cities.set(id, String(data?.['city']));
      if (entity === 'note') notes.set(String(data?.['text']), (notes.get(String(data?.['text'])) ?? 0) + 1);
    }
    if (page.next === null) break;
    after = page.next;
  }
  const groups = desks.flatMap(({ said }) => [...said.groups]);
  const values = desks.flatMap(({ said }) => [...said.values]);
  return {
    lost:
      groups.filter((id) => !cities.has(id)).length +
      values.filter(([id, value]) => cities.get(id) !== String(value)).length,
    doubled: [...notes.values()].filter((count) => count > 1).length,
    half: [...cities.keys()].filter((id) => [1, 2].some((part) => !notes.has(`${id} ${part}`))).length,
    refused,
    unequal,
  };
}
