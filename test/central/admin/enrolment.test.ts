import { beforeAll, expect, test } from 'vitest';
import { Client } from 'pg';
import { protocolVersion } from '#core/sync/protocol.ts';
import { centralOfFile, type TestCentral } from '#test/support/central-server.ts';

let now = 1_790_000_000_000;
const central = centralOfFile({ clock: () => now });
let tenantId: string;
let managerId: string;

beforeAll(async () => {
  tenantId = await central.createBranch('人民路支行');
  managerId = await central.createManager(tenantId, '林若溪');
});

const about = { deviceName: '一号机', platform: 'linux', appVersion: '0.1.0', protocol: protocolVersion };
const enrol = (code: string, protocol = protocolVersion): ReturnType<TestCentral['admin']['managers']> =>
  central.client(null).enrol({ ...about, protocol, code }) as never;

const refused = { code: 'CODE_REFUSED', status: 403, defined: true };

test('[CE21] a code enrols one device and tells it where it belongs', async () => {
  const code = await central.createCode(tenantId, managerId);
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}$/);
  const enrolled = await enrol(code);
  expect(enrolled).toMatchObject({ tenantId, managerId, managerName: '林若溪', branchName: '人民路支行' });
  await expect(enrol(code)).rejects.toMatchObject(refused);
});

test('[CE21] a code may be typed in lower case, with or without hyphens and spaces', async () => {
  const code = await central.createCode(tenantId, managerId);
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')}`;
  expect(await enrol(typed)).toMatchObject({ managerId });
});

test('[CE21] of two devices with one code at the same moment one is refused', async () => {
  const code = await central.createCode(tenantId, managerId);
  const outcomes = await Promise.allSettled([enrol(code), enrol(code), enrol(code)]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('[CE21] an expired code is refused, at the very instant it expires', async () => {
  const soon = { tenantId, managerId, validMinutes: 1 };
  const [early, late] = [
    await central.admin.createEnrolment(soon),
    await central.admin.createEnrolment(soon),
  ];
  const start = now;
  now = early.expiresAt - 1;
  expect(await enrol(early.code)).toMatchObject({ managerId });
  now = late.expiresAt;
  await expect(enrol(late.code)).rejects.toMatchObject(refused);
  now = start;
});

test('[CE21] a wrong code, a code of letters that do not exist and a foreign branch are refused alike', async () => {
  const code = await central.createCode(tenantId, managerId);
  const otherBranch = await central.createBranch();
  const otherCode = await central.createCode(otherBranch, await central.createManager(otherBranch));
  const swapped = `${otherCode.slice(0, 3)}${code.slice(3)}`;
  for (const wrong of [
    `${code.slice(0, -1)}2X`,
    'OOO-OOO-OOO',
    '1234',
    swapped,
    `${code.slice(0, 4)}222-222`,
  ]) {
    await expect(enrol(wrong)).rejects.toMatchObject(refused);
  }
  expect(await enrol(code)).toMatchObject({ managerId });
});

test('[CE21] a code is made only for a manager the branch has', async () => {
  const otherBranch = await central.createBranch();
  await expect(central.createCode(otherBranch, managerId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('[CE22] neither codes nor tokens are stored: only hashes', async () => {
  const code = await central.createCode(tenantId, managerId);
  const unused = await central.createCode(tenantId, managerId);
  const { deviceToken } = (await enrol(code)) as never as { deviceToken: string };
  const client = new Client({ connectionString: central.databaseUrl });
  await client.connect();
  const dumps: string[] = [];
  for (const table of ['enrolment', 'device', 'tenant', 'manager', 'partition']) {
    const { rows } = await client.query<{ t: string }>(`SELECT ${table}::text AS t FROM ${table}`);
    dumps.push(...rows.map(({ t }) => t));
  }
  await client.end();
  const all = dumps.join('\n');
  const secret = deviceToken.split('.')[2] ?? 'none';
  const hex = Buffer.from(secret, 'base64url').toString('hex');
  for (const text of [code, code.replaceAll('-', ''), unused, unused.replaceAll('-', ''), secret, hex]) {
    expect(all).not.toContain(text);
  }
});

test('[CE22] a token that is missing, altered or of another device opens nothing', async () => {
  const { token, deviceId } = await central.enrol(tenantId, managerId);
  const other = await central.enrol(tenantId, managerId);
  const [tenant, , secret] = token.split('.');
  const altered = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  const crossed = `${tenant}.${other.deviceId}.${secret}`;
  for (const bad of [null, 'x', altered, crossed, `${tenant}.${deviceId}.`]) {
    const call = central.client(bad).bootstrap({});
    await expect(call).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401, defined: true });
  }
});

test('[CE22] a revoked device is refused everywhere at once, its neighbour is not', async () => {
  const device = await central.enrol(tenantId, managerId);
  const neighbour = await central.enrol(tenantId, managerId);
  const { cursor } = await device.api.bootstrap({});
  const { revokedAt } = await central.admin.revokeDevice({ tenantId, deviceId: device.deviceId });
  const revoked = { code: 'REVOKED', status: 403, defined: true, data: { revokedAt } };
  await expect(device.api.pull({ cursor })).rejects.toMatchObject(revoked);
  await expect(device.api.bootstrap({})).rejects.toMatchObject(revoked);
  await expect(device.api.digest({ cursor })).rejects.toMatchObject(revoked);
  expect(await neighbour.api.bootstrap({})).toMatchObject({ next: null });
  now += 1000;
  expect(await central.admin.revokeDevice({ tenantId, deviceId: device.deviceId })).toEqual({ revokedAt });
  const listed = await central.admin.devices({ tenantId });
  expect(listed.find(({ deviceId }) => deviceId === device.deviceId)).toMatchObject({ managerId, revokedAt });
});

test('[CE22] administration wants its own token; a device token is not one', async () => {
  const { token } = await central.enrol(tenantId, managerId);
  for (const bad of [null, 'x', token]) {
    const call = central.client(bad).admin.managers({ tenantId });
    await expect(call).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401 });
  }
  expect(await central.admin.managers({ tenantId })).toMatchObject([
    { managerId, name: '林若溪', clients: 0 },
  ]);
});

test('[CE23] another protocol version is refused in words both sides understand', async () => {
  const code = await central.createCode(tenantId, managerId);
  const mismatch = { code: 'PROTOCOL_MISMATCH', status: 426, data: { central: protocolVersion } };
  await expect(enrol(code, protocolVersion + 1)).rejects.toMatchObject(mismatch);
  expect(await enrol(code)).toMatchObject({ managerId });
});
