import { expect, test } from 'vitest';
import {
  deskLink,
  makePairingSecret,
  pinOf,
  readAddress,
  readDeskLink,
  readTypedCode,
  stewardLink,
  typedCodeOf,
} from '#core/venue/pairing.ts';

const fingerprint = 'ab12'.repeat(16);
const pairing = { host: '192.168.1.5', port: 4480, fingerprint, secret: '7K2M9QXZ' };

test('[EV41] a desk reads from the QR code where the hub is, its certificate and the secret', () => {
  expect(readDeskLink(deskLink(pairing))).toEqual(pairing);
  expect(
    readDeskLink(`  ${deskLink(pairing).toUpperCase().replace('HTTPS', 'https').replace('DESK', 'desk')}\n`),
  ).toEqual(pairing);
  const six = { ...pairing, host: 'fe80::1' };
  expect(readDeskLink(deskLink(six))).toEqual(six);
});

test('[EV41] what is no pairing link of a desk is none', () => {
  for (const text of [
    '',
    'ZK0123456789A',
    stewardLink(pairing),
    deskLink(pairing).replace('https', 'http'),
    deskLink({ ...pairing, fingerprint: 'ab12' }),
    deskLink({ ...pairing, port: 70_000 }),
    deskLink({ ...pairing, host: 'evil/@192.168.1.5' }),
  ])
    expect(readDeskLink(text)).toBeNull();
});

test('[EV41] the secret is behind #, so that no browser sends it in an address', () => {
  expect(new URL(stewardLink(pairing)).pathname).toBe('/steward/');
  expect(new URL(stewardLink(pairing)).hash).toBe('#7K2M9QXZ');
  expect(new URL(deskLink(pairing)).pathname).toBe('/desk');
});

test('[EV42] a typed code carries a pin of the certificate and the secret, however it is typed', () => {
  const pin = pinOf(Uint8Array.of(0, 0, 0, 0, 33, 255));
  expect(pin).toBe('00000011');
  const code = typedCodeOf(pin, '7K2M9QXZ');
  expect(code).toBe('0000-0011-7K2M-9QXZ');
  for (const typed of [
    code,
    code.toLowerCase(),
    '0000 0011 7k2m9qxz',
    'oo00-0oIl-7K2M—9QXZ',
    '００００００１１７Ｋ２Ｍ９ＱＸＺ',
  ])
    expect(readTypedCode(typed)).toEqual({ pin, secret: '7K2M9QXZ' });
  for (const typed of ['', '0000-0011-7K2M', `${code}0`, code.replace('Q', 'U')])
    expect(readTypedCode(typed)).toBeNull();
});

test('[EV42] a secret has forty bits, each letter from the whole alphabet', () => {
  expect(makePairingSecret(() => 0)).toBe('00000000');
  expect(makePairingSecret(() => 0.999_999)).toBe('ZZZZZZZZ');
});

test('[EV42] an address is read as it stands on the hub', () => {
  expect(readAddress(' 192.168.1.5:4480 ')).toEqual({ host: '192.168.1.5', port: 4480 });
  expect(readAddress('https://[fe80::1]:4480/steward/')).toEqual({ host: 'fe80::1', port: 4480 });
  for (const typed of ['192.168.1.5', 'a b:1', '192.168.1.5:0', '192.168.1.5:99999'])
    expect(readAddress(typed)).toBeNull();
});
