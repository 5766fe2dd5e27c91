import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RowData } from '#core/sync/entities.ts';
import type { Mutation } from '#core/sync/protocol.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import {
  enrolMany,
  inFlight,
  listen,
  pullUrl,
  read,
  residentBytes,
  startServed,
  type BenchDevice,
  type Line,
  type Served,
} from '#test/bench/devices-world.ts';
import { quantile } from '#test/bench/measure.ts';
import { eventData, mutationOf } from '#test/support/wire.ts';
import { createCentralClient } from '#workstation/sync/central-client.ts';

const devicesWanted = 1000;
const changes = 200;
const pokes = 40;
const polls = 3000;
const atOnce = 32;
const writers = 8;
const pushesEach = 15;
const followers = 40;
const patienceMs = 20_000;
/** sync.md §5: what figures without a peer are held against. */
const target = { connectMs: 2000, pokeP50Ms: 50, pokeP99Ms: 100, kbPerConnection: 150 };
const line = lineOf('devices');

/** The centre, the devices and the event that concerns them all. */
interface Floor {
  readonly served: Served;
  readonly devices: readonly BenchDevice[];
  readonly lines: readonly Line[];
  readonly eventId: string;
}

/**
 * A thousand devices at one centre on this machine: all connect at once, hear of changes, ask in vain, fetch 200 changes
 * each, and miss none while eight of them write. Devices, centre and database share the processor.
 */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-'));
  const served = await startServed(path.join(folder, 'central'));
  const lines: Line[] = [];
  try {
    const devices = await enrolMany(served, devicesWanted);
    const polled = await timePolls(served, devices);
    const connected = await timeStorm(served, devices, lines);
    const floor = { served, devices, lines, eventId: await shareEvent(served, devices) };
    const told = await timePokes(floor);
    const fetched = await timeFetch(floor);
    return [...connected, ...told, ...polled, ...fetched, ...(await countMissed(floor))];
  } finally {
    for (const { socket } of lines) socket.terminate();
    await served.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Devices that ask and learn that nothing is new, against a route that reads one row. */
async function timePolls({ url, bareUrl }: Served, devices: readonly BenchDevice[]): Promise<BenchLine[]> {
  const asked = Array.from({ length: polls }, (_, index) => devices[index % devices.length] as BenchDevice);
  const rate = async (ask: (device: BenchDevice) => Promise<Buffer>): Promise<number> => {
    const started = performance.now();
    await inFlight(atOnce, asked, ask);
    return polls / ((performance.now() - started) / 1000);
  };
  const bare = (): Promise<number> => rate(({ token }) => read(`${bareUrl}/row`, token));
  const idle = (): Promise<number> => rate(({ token, cursor }) => read(pullUrl(url, cursor), token));
  await bare();
  await idle();
  const peer = await bare();
  return [line('idle polls, 32 at once', await idle(), { unit: '/s', against: 'reading one row', peer })];
}

async function timeStorm(
  { url, pid }: Served,
  devices: readonly BenchDevice[],
  lines: Line[],
): Promise<BenchLine[]> {
  const before = residentBytes(pid) ?? 0;
  const started = performance.now();
  lines.push(...(await Promise.all(devices.map((device) => listen(url, device)))));
  const took = performance.now() - started;
  const held = ((residentBytes(pid) ?? 0) - before) / devices.length / 1024;
  const against = 'target';
  return [
    line('1,000 sockets connect at once', took, { unit: 'ms', against, peer: target.connectMs }),
    line('memory of a connection', held, { unit: 'KB', against, peer: target.kbPerConnection }),
  ];
}

/** An event that every manager hosts. */
async function shareEvent({ url }: Served, devices: readonly BenchDevice[]): Promise<string> {
  const hosts = [...new Set(devices.map(({ managerId }) => managerId))];
  const event = mutationOf({ entity: 'event', patch: eventData(hosts) });
  await push(url, devices[0] as BenchDevice, [event]);
  return event.id;
}

/** From the moment a push is sent to the moment each socket hears of it. */
async function timePokes({ served: { url }, devices, lines, eventId }: Floor): Promise<BenchLine[]> {
  const took: number[] = [];
  for (let poke = 0; poke < pokes; poke++) {
    const started = performance.now();
    const heard = lines.map((each) => each.hears(each.heard + 1));
    const seq = await push(url, devices[0] as BenchDevice, [guestOf(eventId)]);
    took.push(...(await Promise.all(heard)).map((at) => at - started));
    await Promise.all(lines.map((each) => each.hears(seq)));
    await sleep(60);
  }
  const against = 'target';
  return [
    line('poke to 1,000 sockets p50', quantile(took, 0.5), { unit: 'ms', against, peer: target.pokeP50Ms }),
    line('poke to 1,000 sockets p99', quantile(took, 0.99), { unit: 'ms', against, peer: target.pokeP99Ms }),
  ];
}

/** Every device fetches the same 200 changes, against the same bytes from a route that reads one row. */
async function timeFetch({ served: { url, bareUrl }, devices, eventId }: Floor): Promise<BenchLine[]> {
  const first = devices[0] as BenchDevice;
  const guests = Array.from({ length: changes - pokes - 1 }, () => guestOf(eventId));
  await push(url, first, guests);
  const page = await read(pullUrl(url, first.cursor), first.token);
  const { rows } = JSON.parse(String(page)) as { rows: unknown[] };
  if (rows.length !== changes) throw new Error(`${rows.length} changes instead of ${changes}.`);
  const headers = { 'content-type': 'application/json' };
  await fetch(`${bareUrl}/page`, { method: 'PUT', body: new Uint8Array(page), headers });
  const time = async (ask: (device: BenchDevice) => Promise<Buffer>): Promise<number> => {
    const started = performance.now();
    await inFlight(atOnce, devices, async (device) => JSON.parse(String(await ask(device))) as unknown);
    return performance.now() - started;
  };
  await time(({ token }) => read(`${bareUrl}/page`, token));
  const peer = await time(({ token }) => read(`${bareUrl}/page`, token));
  const took = await time(({ token, cursor }) => read(pullUrl(url, cursor), token));
  return [
    line('1,000 devices fetch 200 changes', took, { unit: 'ms', against: 'sending the same bytes', peer }),
  ];
}

/** Eight devices write while forty follow the pokes: what each holds in the end, and whether every socket heard the last. */
async function countMissed({ served: { url }, devices, lines, eventId }: Floor): Promise<BenchLine[]> {
  const held = devices.slice(0, followers).map(() => new Set<string>());
  const busy = held.map(() => Promise.resolve());
  const follow = (at: number): void => {
    busy[at] = (busy[at] as Promise<void>).then(() =>
      catchUp(url, devices[at] as BenchDevice, held[at] as Set<string>),
    );
  };
  for (const at of held.keys()) lines[at]?.socket.on('message', () => follow(at));
  const started = performance.now();
  const written = await Promise.all(
    devices.slice(-writers).map(async (device) => {
      const ids: string[] = [];
      let last = 0;
      for (let index = 0; index < pushesEach; index++) {
        const guests = [guestOf(eventId), guestOf(eventId)];
        last = await push(url, device, guests);
        ids.push(...guests.map(({ id }) => id));
      }
      return { ids, last };
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const last = Math.max(...written.map((each) => each.last));
  const deaf = await countDeaf(lines, last);
  await Promise.all(busy);
  const ids = written.flatMap((each) => each.ids);
  const missed = held.reduce((sum, own) => sum + ids.filter((id) => !own.has(id)).length, 0);
  const none = { against: 'none may be', peer: 0 };
  return [
    line('changes missed under 8 writers', missed, { unit: '', ...none }),
    line('sockets that missed the last poke', deaf, { unit: '', ...none }),
    line('pushes of the writers meanwhile', (writers * pushesEach) / seconds, {
      unit: '/s',
      against: '',
      peer: 0,
    }),
  ];
}

async function countDeaf(lines: readonly Line[], seq: number): Promise<number> {
  const cut = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: cut.signal }).catch(() => undefined);
  await Promise.race([Promise.all(lines.map((each) => each.hears(seq))), late]);
  cut.abort();
  return lines.filter(({ heard }) => heard < seq).length;
}

async function catchUp(url: string, device: BenchDevice, held: Set<string>): Promise<void> {
  const page = JSON.parse(String(await read(pullUrl(url, device.cursor), device.token))) as {
    rows: { id: string }[];
    cursor: string;
    more: boolean;
  };
  for (const { id } of page.rows) held.add(id);
  device.cursor = page.cursor;
  if (page.more) await catchUp(url, device, held);
}

async function push(url: string, { token }: BenchDevice, mutations: Mutation[]): Promise<number> {
  const { results } = await createCentralClient({ url, token }).push({ mutations, clock: Date.now() });
  const refused = results.find(({ status }) => status === 'rejected');
  if (refused) throw new Error(`${refused.code} ${refused.detail}`);
  return Math.max(...results.map(({ row }) => row?.seq ?? 0));
}

function guestOf(eventId: string): Mutation {
  const patch: RowData<'guest'> = {
    eventId,
    clientId: null,
    name: '赵测试',
    phone: null,
    hostManagerId: 'bench',
    plusOneOf: null,
    state: 'candidate',
    stateAt: 1_790_000_000_000,
    invitedAt: null,
    ticketCode: null,
    revokedCodes: [],
    foreignCode: null,
    seat: null,
    invitedFrom: 'LIST',
  };
  return mutationOf({ entity: 'guest', patch });
}
