import { setTimeout as sleep } from 'node:timers/promises';
import { claim } from '#test/conformance/claim.ts';
import { Device, type Identity } from '#test/conformance/device.ts';
import { protocol, send, type Answer, type Call, type Refused } from '#test/conformance/wire.ts';

export interface Access {
  /** The base URL of the centre under test, without a slash at its end. */
  readonly url: string;
  readonly adminToken: string;
}

/** One statement of docs/protocol.md and how it is tried. */
export interface Check {
  readonly name: string;
  readonly run: (world: World) => Promise<void>;
}

/** The centre under test, and what its administrator can do there. Each check works in branches of its own. */
export class World {
  readonly access: Access;

  constructor(access: Access) {
    this.access = access;
  }

  get url(): string {
    return this.access.url;
  }

  call<Body = Refused>(call: Call): Promise<Answer<Body>> {
    return send<Body>(this.url, call);
  }

  /** Calls as the administrator. */
  admin<Body = Refused>(call: Call): Promise<Answer<Body>> {
    return send<Body>(this.url, { token: this.access.adminToken, ...call });
  }

  async branch(): Promise<string> {
    const body = { name: '一致性支行' };
    return (await this.fine<{ tenantId: string }>({ path: '/admin/branches', body })).tenantId;
  }

  async manager(tenantId: string, name: string): Promise<string> {
    const body = { tenantId, name };
    return (await this.fine<{ managerId: string }>({ path: '/admin/managers', body })).managerId;
  }

  async code(tenantId: string, managerId: string): Promise<string> {
    const body = { tenantId, managerId, validMinutes: 10 };
    return (await this.fine<{ code: string }>({ path: '/admin/enrolments', body })).code;
  }

  /** Enrols another device of a manager; a centre that limits tries is waited for. */
  async enrol(tenantId: string, managerId: string): Promise<Device> {
    const code = await this.code(tenantId, managerId);
    const { status, body, headers } = await this.tryEnrol<Identity>(code);
    if (status === 429) {
      await sleep((Number(headers.get('retry-after')) + 1) * 1000);
      return this.enrol(tenantId, managerId);
    }
    claim(status === 200, `enrolling was answered ${status} ${JSON.stringify(body)}`);
    return new Device(this.url, body);
  }

  tryEnrol<Body = Refused>(code: string, over: Record<string, unknown> = {}): Promise<Answer<Body>> {
    const about = { deviceName: 'conformance', platform: 'test', appVersion: '1', protocol };
    return this.call<Body>({ path: '/v1/enrol', body: { code, ...about, ...over } });
  }

  /** A new branch with managers who each have one device, in step with the centre. */
  async desks(...names: string[]): Promise<Device[]> {
    const tenantId = await this.branch();
    const devices: Device[] = [];
    for (const name of names) {
      devices.push(await this.enrol(tenantId, await this.manager(tenantId, name)));
    }
    for (const device of devices) await device.bootstrap();
    return devices;
  }

  async desk(): Promise<Device> {
    const [device] = await this.desks('甲');
    claim(device !== undefined, 'a branch with one manager has one device');
    return device;
  }

  async pair(): Promise<[Device, Device]> {
    const [first, second] = await this.desks('甲', '乙');
    claim(first !== undefined && second !== undefined, 'a branch with two managers has two devices');
    return [first, second];
  }

  /** A manager with two devices. */
  async twoOfOne(): Promise<[Device, Device]> {
    const first = await this.desk();
    const second = await this.enrol(first.identity.tenantId, first.managerId);
    await second.bootstrap();
    return [first, second];
  }

  /** A copy of a device with the identity it was given. */
  forkOf(
    { identity }: Device,
    given: { readonly deviceId: string; readonly deviceToken: string },
  ): Promise<Device> {
    return Promise.resolve(new Device(this.url, { ...identity, ...given }));
  }

  /** Moves clients to a manager. */
  assign(to: Device, ...clientIds: string[]): Promise<{ moved: number; seq: number }> {
    const { tenantId, managerId: toManagerId } = to.identity;
    return this.fine({ path: '/admin/assignments', body: { tenantId, clientIds, toManagerId } });
  }

  async revoke({ identity: { tenantId, deviceId } }: Device): Promise<void> {
    await this.fine({ path: `/admin/devices/${deviceId}/revoke`, body: { tenantId } });
  }

  private async fine<Body>(call: Call): Promise<Body> {
    const { status, body } = await this.admin<Body>(call);
    claim(status === 200, `${call.path} answered ${status} ${JSON.stringify(body)}`);
    return body;
  }
}
