import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { protocolVersion } from '#core/sync/protocol.ts';
import { startCentral } from '#central/serve.ts';
import { centralOfFile, centralApi, freshDatabase, startTestCentral } from '#test/support/central-server.ts';
import { createClient } from '#test/support/wire.ts';
import { testFolder } from '#test/support/temporary.ts';

const central = centralOfFile();

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${central.url}${path}`, { headers });

test('[CE25] the OpenAPI document lists every procedure', async () => {
  const document = (await (await get('/openapi.json')).json()) as { openapi: string; paths: object };
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths).sort()).toEqual([
    '/admin/assignments',
    '/admin/branches',
    '/admin/devices',
    '/admin/devices/{deviceId}/revoke',
    '/admin/enrolments',
    '/admin/managers',
    '/admin/quarantine',
    '/admin/quarantine/{deviceId}/release',
    '/v1/enrol',
    '/v1/info',
    '/v1/sync/bootstrap',
    '/v1/sync/calendar',
    '/v1/sync/devices',
    '/v1/sync/devices/{deviceId}/revoke',
    '/v1/sync/digest',
    '/v1/sync/digest-rows',
    '/v1/sync/fork',
    '/v1/sync/pull',
    '/v1/sync/push',
    '/v1/sync/rows',
  ]);
});

test('[CE25] it says who it is and that it is well, with safe headers and a request id', async () => {
  const info = await (await get('/v1/info')).json();
  expect(info).toMatchObject({ product: 'zhike-central', protocol: protocolVersion });
  const health = await get('/health', { 'x-request-id': 'abc' });
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  expect(health.headers.get('x-request-id')).toBe('abc');
  expect(health.headers.get('x-content-type-options')).toBe('nosniff');
  expect(health.headers.get('content-security-policy')).toContain('default-src');
  expect((await get('/v1/nothing')).status).toBe(404);
});

test('[CE25] measurements are for this machine, or for the administrator behind a proxy', async () => {
  expect((await get('/metrics')).status).toBe(200);
  const forwarded = { 'x-forwarded-for': '203.0.113.7' };
  expect((await get('/metrics', forwarded)).status).toBe(401);
  const allowed = await get('/metrics', { ...forwarded, authorization: `Bearer ${central.adminToken}` });
  expect(await allowed.text()).toContain('zhike_central_request_seconds_bucket');
});

test('[CE25] a body that is no JSON, too long or of a wrong shape is refused without harm', async () => {
  const [device] = await central.branchWith('甲');
  const send = (body: string): Promise<Response> =>
    fetch(`${central.url}/v1/sync/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${device?.token}`, 'content-type': 'application/json' },
      body,
    });
  expect((await send('{')).status).toBe(400);
  expect((await send('{"mutations":[{}],"clock":1}')).status).toBe(400);
  expect((await send(`"${'x'.repeat(9 * 1024 * 1024)}"`)).status).toBe(413);
  expect((await get('/health')).status).toBe(200);
});

test('[CE25] tries to enrol are few per address and per branch, other requests many per device', async () => {
  const limits = { perMinute: 20, enrolPerMinute: 3, enrolPerBranchPerMinute: 1e6 };
  const limited = await startTestCentral({ limits });
  const attempt = {
    code: 'AAA-AAA-AAA',
    deviceName: 'x',
    platform: 'x',
    appVersion: 'x',
    protocol: protocolVersion,
  };
  const statuses: unknown[] = [];
  for (let index = 0; index < 4; index++) {
    const outcome = await limited
      .client(null)
      .enrol(attempt)
      .catch(({ status }: { status: number }) => status);
    statuses.push(outcome);
  }
  expect(statuses).toEqual([403, 403, 403, 429]);
  const calls = Array.from({ length: 21 }, () => fetch(`${limited.url}/v1/info`));
  const answers = await Promise.all(calls);
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  await limited.close();
});

test('[CE25] tries against one branch are counted together, wherever they come from', async () => {
  const limited = await startTestCentral({ limits: { enrolPerBranchPerMinute: 2 } });
  const attempt = { deviceName: 'x', platform: 'x', appVersion: 'x', protocol: protocolVersion };
  const tryCode = (code: string): Promise<unknown> =>
    limited
      .client(null)
      .enrol({ ...attempt, code })
      .catch(({ status }: { status: number }) => status);
  expect([await tryCode('ABC-222-222'), await tryCode('abc-222-223'), await tryCode('ABC-222-224')]).toEqual([
    403, 403, 429,
  ]);
  expect(await tryCode('XYZ-222-222')).toBe(403);
  await limited.close();
});

test('[CE25] the log holds no names, phones, tokens, codes or cursors', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const own = await startCentral({
    databaseUrl: await freshDatabase(),
    adminToken: 'administration-secret',
    logger: pino({ level: 'trace' }, sink),
  });
  const { admin } = centralApi(own.url, own.adminToken);
  const { tenantId } = await admin.createBranch({ name: '密云支行' });
  const { managerId } = await admin.createManager({ tenantId, name: '欧阳经理' });
  const { code } = await admin.createEnrolment({ tenantId, managerId });
  const about = { deviceName: '欧阳的电脑', platform: 'x', appVersion: 'x', protocol: protocolVersion };
  const { deviceToken, deviceId } = await centralApi(own.url, null).enrol({ ...about, code });
  const api = centralApi(own.url, deviceToken);
  const device = { api, token: deviceToken, tenantId, managerId, deviceId };
  await createClient(device, { name: '司徒客户', phone: '+8619912345678' });
  const { cursor } = await api.bootstrap({});
  await api.pull({ cursor });
  await api.pull({ cursor: 'forged-cursor' }).catch(() => undefined);
  await own.close();
  const text = lines.join('');
  expect(text).toContain('GET /v1/sync/pull');
  for (const secret of [
    deviceToken,
    code,
    cursor,
    'forged-cursor',
    '司徒',
    '19912345678',
    '欧阳',
    'administration-secret',
  ]) {
    expect(text).not.toContain(secret);
  }
});

test('[CE25] closing answers what is under way and then takes nothing more', async () => {
  const own = await startTestCentral();
  const [device] = await own.branchWith('甲');
  if (!device) throw new Error('No device.');
  const under = Promise.all(Array.from({ length: 10 }, () => createClient(device)));
  await device.api.bootstrap({});
  const [clients] = await Promise.all([under.catch(() => null), own.close(), own.close()]);
  if (clients) expect(clients).toHaveLength(10);
  await expect(fetch(`${own.url}/health`)).rejects.toThrow();
});

test('[CE22] an administration token is made once in the data folder, for its owner only', async () => {
  const dataDir = testFolder('token');
  const databaseUrl = await freshDatabase();
  const logger = pino({ level: 'silent' });
  const first = await startCentral({ databaseUrl, dataDir, logger });
  await first.close();
  const second = await startCentral({ databaseUrl, dataDir, logger });
  await second.close();
  expect(second.adminToken).toBe(first.adminToken);
  expect(first.adminToken.length).toBeGreaterThanOrEqual(43);
  expect(statSync(join(dataDir, 'admin-token')).mode & 0o777).toBe(0o600);
});
