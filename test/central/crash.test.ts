import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { protocolVersion, type Mutation, type MutationResult } from '#core/sync/protocol.ts';
import { centralApi, type CentralApi } from '#test/support/central-server.ts';
import { clientData, firstSync, mutationOf, noteData } from '#test/support/wire.ts';
import { testFolder } from '#test/support/temporary.ts';

let dir: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  dir = testFolder('crash');
});
afterEach(async () => {
  if (child?.exitCode === null) await end('SIGTERM');
});

/** Starts `npm run central` as its users do and returns its address. */
async function start(): Promise<string> {
  child = spawn(process.execPath, ['scripts/central.ts', '--data', dir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> })) {
    if (line.startsWith('ready ')) return line.slice(6);
  }
  throw new Error('The centre ended before it was ready.');
}

async function end(signal: NodeJS.Signals): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child?.once('exit', (code) => resolve(code)));
  child?.kill(signal);
  return ended;
}

async function enrolAt(
  url: string,
): Promise<{ token: string; managerId: string; tenantId: string; deviceId: string }> {
  const { admin } = centralApi(url, readFileSync(join(dir, 'admin-token'), 'utf8').trim());
  const { tenantId } = await admin.createBranch({ name: '支行' });
  const { managerId } = await admin.createManager({ tenantId, name: '甲' });
  const { code } = await admin.createEnrolment({ tenantId, managerId });
  const about = { deviceName: 'x', platform: 'x', appVersion: 'x', protocol: protocolVersion };
  const { deviceToken: token, deviceId } = await centralApi(url, null).enrol({ ...about, code });
  return { token, managerId, tenantId, deviceId };
}

interface Sent {
  readonly mutations: Mutation[];
  /** Null while unanswered. */
  results: MutationResult[] | null;
}

/** Pushes groups of three, one push after the other in each lane, until the centre stops answering. */
async function pushUntilDead(api: CentralApi, managerId: string, sent: Sent[]): Promise<void> {
  for (;;) {
    const client = mutationOf({ entity: 'client', patch: clientData() });
    const { group } = client;
    const notes = [1, 2].map(() =>
      mutationOf({ entity: 'note', group, patch: noteData(client.id, managerId) }),
    );
    const one: Sent = { mutations: [client, ...notes], results: null };
    sent.push(one);
    try {
      one.results = (await api.push({ mutations: one.mutations, clock: Date.now() })).results;
    } catch {
      return;
    }
  }
}

test('[CE24] [F30] killed amid pushes and started again, nothing acknowledged is lost and a replay doubles nothing', async () => {
  let url = await start();
  const who = await enrolAt(url);
  const sent: Sent[] = [];
  for (let round = 1; round <= 3; round++) {
    const api = centralApi(url, who.token);
    const lanes = [1, 2, 3].map(() => pushUntilDead(api, who.managerId, sent));
    const enough = round * 40;
    while (sent.length < enough) await new Promise((resolve) => setImmediate(resolve));
    await end('SIGKILL');
    await Promise.all(lanes);
    url = await start();
  }
  const api = centralApi(url, who.token);
  const device = { ...who, api };
  const before = (await firstSync(device)).rows;
  const acknowledged = sent.filter(({ results }) => results !== null);
  for (const { mutations } of acknowledged) {
    for (const { entity, id } of mutations) expect(before.has(`${entity} ${id}`)).toBe(true);
  }
  for (const { mutations } of sent) {
    const here = mutations.filter(({ entity, id }) => before.has(`${entity} ${id}`)).length;
    expect([0, 3]).toContain(here);
  }
  const replayed: string[] = [];
  for (const { mutations, results } of sent) {
    const again = (await api.push({ mutations, clock: Date.now() })).results;
    replayed.push(...again.map(({ status }) => status));
    if (results)
      expect(again.map(({ status, row }) => [status, row])).toEqual(
        results.map(({ row }) => ['duplicate', row]),
      );
  }
  expect(replayed).not.toContain('rejected');
  const after = (await firstSync(device)).rows;
  expect(after.size).toBe(1 + 3 * sent.length);
  expect(await end('SIGTERM')).toBe(0);
}, 120_000);
