import { claim, same } from '#test/conformance/claim.ts';
import { protocol, type Call } from '#test/conformance/wire.ts';
import type { Check } from '#test/conformance/world.ts';

/** One call of each kind a device makes. */
const deviceCalls: readonly Call[] = [
  { path: '/v1/sync/bootstrap' },
  { path: '/v1/sync/pull?cursor=x' },
  { path: '/v1/sync/push', body: { mutations: [], clock: 0 } },
  { path: '/v1/sync/digest?cursor=x' },
  { path: '/v1/sync/devices' },
  { path: '/v1/sync/fork', method: 'POST' },
];

/** Versions, authentication and enrolment. */
export const doorChecks: readonly Check[] = [
  {
    name: 'info says what it is without a token',
    run: async (world) => {
      const { status, body } = await world.call<Record<string, unknown>>({ path: '/v1/info' });
      same(status, 200, 'info is open');
      same(body['product'], 'zhike-central', 'the product');
      same(body['protocol'], protocol, 'the protocol');
      claim(Number.isInteger(body['schema']) && Number(body['schema']) >= 1, 'a schema count');
      claim(typeof body['version'] === 'string', 'a version');
      claim(Number.isInteger(body['now']), 'the clock in whole milliseconds');
    },
  },
  {
    name: 'the OpenAPI document is served',
    run: async (world) => {
      const { status, body } = await world.call<{ paths: Record<string, unknown> }>({
        path: '/openapi.json',
      });
      same(status, 200, 'openapi.json');
      for (const path of ['/v1/sync/pull', '/v1/sync/push', '/v1/sync/fork', '/v1/sync/digest-rows']) {
        claim(path in body.paths, `${path} is described`);
      }
    },
  },
  {
    name: 'a missing or unknown token is 401 UNAUTHORIZED everywhere, in the one form of errors',
    run: async (world) => {
      const { identity } = await world.desk();
      const altered = `${identity.deviceToken.slice(0, -4)}AAAA`;
      for (const call of deviceCalls) {
        if (call.body) continue;
        for (const token of [undefined, 'nonsense', altered]) {
          const { status, body } = await world.call({ ...call, token });
          same([status, body.code], [401, 'UNAUTHORIZED'], `${call.path} without a known token`);
          same([typeof body.message, body.status], ['string', 401], 'the form of errors');
        }
      }
    },
  },
  {
    name: 'a device token opens no administration, the administration token no sync',
    run: async (world) => {
      const { identity } = await world.desk();
      const body = { name: 'x' };
      for (const token of [undefined, identity.deviceToken]) {
        same((await world.call({ path: '/admin/branches', token, body })).status, 401, 'administration');
      }
      same((await world.admin({ path: '/v1/sync/bootstrap' })).status, 401, 'sync by the administrator');
    },
  },
  {
    name: 'another protocol version is 426 with the centre’s own, with every call and at enrolment',
    run: async (world) => {
      const desk = await world.desk();
      const headers = { 'x-zhike-protocol': '1' };
      const read = await desk.call({ path: '/v1/sync/bootstrap', headers });
      same(
        [read.status, read.body.code, read.body.data],
        [426, 'PROTOCOL_MISMATCH', { central: protocol }],
        'a read',
      );
      const code = await world.code(desk.identity.tenantId, desk.managerId);
      const enrolled = await world.tryEnrol(code, { protocol: 1 });
      same([enrolled.status, enrolled.body.data], [426, { central: protocol }], 'enrolment');
      same((await world.tryEnrol(code)).status, 200, 'the code is not used up by that');
    },
  },
  {
    name: 'a code works once, however it is typed, and every refusal looks the same',
    run: async (world) => {
      const desk = await world.desk();
      const code = await world.code(desk.identity.tenantId, desk.managerId);
      const first = await world.tryEnrol<Record<string, unknown>>(
        ` ${code.toLowerCase().replace('-', ' ')} `,
      );
      same(first.status, 200, 'a code typed carelessly');
      const wanted = [
        'branchName',
        'deviceId',
        'deviceToken',
        'epoch',
        'managerId',
        'managerName',
        'ruleKey',
        'tenantId',
      ];
      same(Object.keys(first.body).toSorted(), wanted, 'what enrolment answers');
      same(first.body['managerId'], desk.managerId, 'the manager of the code');
      const used = await world.tryEnrol(code);
      const wrong = await world.tryEnrol(`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`);
      same([used.status, used.body.code], [403, 'CODE_REFUSED'], 'a used code');
      same([wrong.status, wrong.body], [used.status, used.body], 'a wrong code looks like a used one');
    },
  },
  {
    name: 'each device has its own token, also of one manager',
    run: async (world) => {
      const [one, two] = await world.twoOfOne();
      claim(one.identity.deviceToken !== two.identity.deviceToken, 'two tokens');
      claim(one.identity.deviceId !== two.identity.deviceId, 'two devices');
    },
  },
  {
    name: 'every answer carries a request id',
    run: async (world) => {
      const headers = { 'x-request-id': 'conformance-1' };
      const answer = await world.call({ path: '/v1/info', headers });
      same(answer.headers.get('x-request-id'), 'conformance-1', 'x-request-id');
    },
  },
];
