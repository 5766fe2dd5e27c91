import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { noPhone, originOfServer, phoneSettings } from '#core/calls/phone-settings.ts';
import { sql } from '#db/handles.ts';
import { secretBox } from '#db/secret-box.ts';
import type { Host } from '#workstation/host.ts';
import { phoneAccountOf, phoneSettingsOf, savePhoneSettings } from '#workstation/phone/settings.ts';
import { testStation } from '#test/support/station.ts';

const box = (key = new Uint8Array(32)) => secretBox(key, (size) => new Uint8Array(randomBytes(size)));
const account = {
  way: 'SIP',
  server: 'wss://pbx.firm.example:7443/ws',
  account: '8001@pbx.firm.example',
  display: '',
  prefix: '9',
} as const;

function phoneDesk() {
  let server: string | null = null;
  const host = {
    phoneServer: () => server,
    setPhoneServer: (origin: string | null) => {
      server = origin;
    },
  } as Host;
  return { station: testStation(), secrets: box(), host };
}

test('[CQ44] a password lies in no row in plain, and only this vault opens it', () => {
  const desk = phoneDesk();
  expect(savePhoneSettings(desk, { ...account, password: 'zug-um-zug-9' })).toEqual({ needsReload: true });
  const rows = sql<{ value: string }>(desk.station.db, 'SELECT value FROM local_setting').all();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.value).not.toContain('zug-um-zug-9');
  expect(phoneSettingsOf(desk.station)).toEqual({ ...account, hasPassword: true, revision: 1 });
  expect(phoneAccountOf(desk)).toEqual({ ...account, password: 'zug-um-zug-9' });
  expect(phoneAccountOf({ ...desk, secrets: box(new Uint8Array(32).fill(7)) })).toBeNull();
});

test('[CQ44] a secret opens for its own purpose only, and not when it was changed', () => {
  const sealed = box().seal('one', '密码');
  expect(box().open('one', sealed)).toBe('密码');
  expect(box().open('other', sealed)).toBeNull();
  const bytes = Buffer.from(sealed, 'base64');
  bytes[14] = (bytes[14] ?? 0) ^ 1;
  expect(box().open('one', bytes.toString('base64'))).toBeNull();
});

test('[CQ44] a password stays with its account: another server or account asks for it anew', () => {
  const desk = phoneDesk();
  savePhoneSettings(desk, { ...account, password: 'secret' });
  expect(savePhoneSettings(desk, { ...account, display: '林' })).toEqual({ needsReload: false });
  expect(phoneAccountOf(desk)?.password).toBe('secret');
  savePhoneSettings(desk, { ...account, server: 'wss://other.example' });
  expect(phoneAccountOf(desk)).toBeNull();
  expect(desk.host.phoneServer()).toBe('wss://other.example');
  savePhoneSettings(desk, noPhone);
  expect(desk.host.phoneServer()).toBeNull();
});

test('[CQ44] the account travels encrypted: plain ws is for this machine only', () => {
  expect(phoneSettings.safeParse({ ...account, server: 'ws://pbx.firm.example' }).success).toBe(false);
  expect(phoneSettings.safeParse({ ...account, server: 'ws://127.0.0.1:5080' }).success).toBe(true);
});

test.each([
  ['wss://PBX.firm.example:443/ws', 'wss://pbx.firm.example'],
  ['wss://pbx.firm.example:7443', 'wss://pbx.firm.example:7443'],
  ['ws://127.0.0.1:5080', 'ws://127.0.0.1:5080'],
  ['wss://a.example; script-src *', null],
  ['wss://*.example', null],
  ['https://a.example', null],
])('[SH28] %s opens the page to %s', (server, origin) => {
  expect(originOfServer(server)).toBe(origin);
});
