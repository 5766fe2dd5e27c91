import { randomBytes } from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Clock } from '#core/base/time.ts';
import { centralContract, protocolVersion, type CentralContract } from '#core/sync/protocol.ts';
import { startCentral, type Central } from '#central/serve.ts';
import type { Limits } from '#central/http/limits.ts';

export type CentralApi = ContractRouterClient<CentralContract>;

/** A device enrolled for a test, with a client that carries its token. */
export interface TestDevice {
  readonly deviceId: string;
  readonly managerId: string;
  readonly tenantId: string;
  readonly token: string;
  readonly api: CentralApi;
}

/** A central system on a database of its own, with shortcuts for what an administrator does. */
export interface TestCentral extends Central {
  readonly databaseUrl: string;
  readonly admin: CentralApi['admin'];
  /** Calls as anyone (`token: null`) or as the holder of a token. */
  client(token: string | null): CentralApi;
  createBranch(name?: string): Promise<string>;
  createManager(tenantId: string, name?: string): Promise<string>;
  createCode(tenantId: string, managerId: string): Promise<string>;
  /** Enrols a device of the manager. */
  enrol(tenantId: string, managerId: string): Promise<TestDevice>;
  /** A new branch with managers, each with one device. */
  branchWith(...managers: string[]): Promise<TestDevice[]>;
}

export interface TestCentralOptions {
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
}

const adminToken = 'test-admin-token';
const freeRein: Limits = { perMinute: 1e6, enrolPerMinute: 1e6, enrolPerBranchPerMinute: 1e6 };

/** Starts a central system on a fresh database of the run's PostgreSQL. Close it in afterAll. */
export async function startTestCentral(options: TestCentralOptions = {}): Promise<TestCentral> {
  const databaseUrl = await freshDatabase();
  const central = await startCentral({
    databaseUrl,
    adminToken,
    logger: pino({ level: 'silent' }),
    limits: { ...freeRein, ...options.limits },
    ...(options.clock && { clock: options.clock }),
  });
  return { ...central, databaseUrl, ...shortcuts(central.url) };
}

/** Returns a central system for the tests of one file: there before the first of them, closed after the last. */
export function centralOfFile(options: TestCentralOptions = {}): TestCentral {
  const central = {} as TestCentral;
  beforeAll(async () => {
    Object.assign(central, await startTestCentral(options));
  });
  afterAll(() => central.close());
  return central;
}

/** Returns the URL of a new, empty database of the run's PostgreSQL. */
export async function freshDatabase(): Promise<string> {
  const answer = await fetch(inject('centralPostgres'));
  const url = await answer.text();
  if (!answer.ok) throw new Error(url);
  const name = `test_${randomBytes(8).toString('hex')}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return url.replace(/\/postgres$/, `/${name}`);
}

/** Returns a typed client of a centre. */
export function centralApi(url: string, token: string | null): CentralApi {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return createORPCClient(new OpenAPILink(centralContract, { url, headers }));
}

function shortcuts(
  url: string,
): Pick<
  TestCentral,
  'admin' | 'client' | 'createBranch' | 'createManager' | 'createCode' | 'enrol' | 'branchWith'
> {
  const { admin } = centralApi(url, adminToken);
  const client = (token: string | null): CentralApi => centralApi(url, token);
  const createBranch = async (name = '测试支行'): Promise<string> =>
    (await admin.createBranch({ name })).tenantId;
  const createManager = async (tenantId: string, name = '测试经理'): Promise<string> =>
    (await admin.createManager({ tenantId, name })).managerId;
  const createCode = async (tenantId: string, managerId: string): Promise<string> =>
    (await admin.createEnrolment({ tenantId, managerId })).code;
  const enrol = async (tenantId: string, managerId: string): Promise<TestDevice> => {
    const code = await createCode(tenantId, managerId);
    const about = { deviceName: 'test', platform: 'test', appVersion: '0.0.0', protocol: protocolVersion };
    const { deviceId, deviceToken: token } = await client(null).enrol({ code, ...about });
    return { deviceId, managerId, tenantId, token, api: client(token) };
  };
  const branchWith = async (...managers: string[]): Promise<TestDevice[]> => {
    const tenantId = await createBranch();
    const devices: TestDevice[] = [];
    for (const name of managers) devices.push(await enrol(tenantId, await createManager(tenantId, name)));
    return devices;
  };
  return { admin, client, createBranch, createManager, createCode, enrol, branchWith };
}
