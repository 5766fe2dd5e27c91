import type { Random } from '#core/base/ids.ts';

/** Who may come to a hub: a workstation of the branch, or a helper's browser. */
export const visitorKinds = ['DESK', 'STEWARD'] as const;
export type VisitorKind = (typeof visitorKinds)[number];

/** Where a hub is, and the one-time secret that lets one desk in. */
export interface DeskPairing {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the hub's certificate, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly secret: string;
}

/** Where a hub is, and the one-time secret that lets one helper in: a browser cannot pin the certificate. */
export type StewardHubLink = Omit<DeskPairing, 'fingerprint'>;

/** Letters a person cannot mistake when reading a code aloud (Crockford base 32: no I, L, O, U). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const partLength = 8;

/** Makes a one-time secret of 40 bits: enough where wrong ones are counted. `random` must be fit for secrets. */
export function makePairingSecret(random: Random): string {
  return spokenLetters(random, partLength);
}

/** Returns letters that nobody mistakes when they are said, 5 bits each. `random` must be fit for secrets. */
export function spokenLetters(random: Random, length: number): string {
  return Array.from({ length }, () => letters[Math.floor(random() * 32)] ?? '0').join('');
}

/** Writes spoken letters in groups of four. */
export function inGroups(spoken: string): string {
  return spoken.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Returns spoken letters as typed from hearing: small letters, spaces, dashes, full-width ones and I, L, O do no harm. */
export function heardLetters(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-–—]/g, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
}

/** Writes the first 40 bits of `bytes` as eight letters: the pin in a typed code. */
export function pinOf(bytes: Uint8Array): string {
  let bits = bytes.slice(0, 5).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let pin = '';
  for (let index = 0; index < partLength; index += 1) {
    pin = (letters[Number(bits % 32n)] ?? '0') + pin;
    bits /= 32n;
  }
  return pin;
}

/** Returns the link in a desk's QR code. Behind `#`, where no browser sends it anywhere. */
export function deskLink({ host, port, fingerprint, secret }: DeskPairing): string {
  return `https://${inAddress(host)}:${port}/desk#${fingerprint}.${secret}`;
}

/** Returns the link in a helper's QR code: their camera opens the steward page with it. */
export function stewardLink({ host, port, secret }: StewardHubLink): string {
  return `https://${inAddress(host)}:${port}/steward/#${secret}`;
}

/** Reads a helper's link as scanned or pasted; null where it is none. What a helper carries along stands behind the secret. */
export function readStewardLink(text: string): StewardHubLink | null {
  const match = /^https:\/\/(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})\/steward\/#([\da-z]{8})$/i.exec(
    text.normalize('NFKC').trim(),
  );
  const [, host = '', port = '', secret = ''] = match ?? [];
  if (!match || !isPort(Number(port))) return null;
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port), secret: secret.toUpperCase() };
}

/** Reads a desk's link as scanned or pasted; null where it is none. */
export function readDeskLink(text: string): DeskPairing | null {
  const match = /^https:\/\/(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})\/desk#([\da-f]{64})\.([\da-z]{8})$/i.exec(
    text.normalize('NFKC').trim(),
  );
  const [, host = '', port = '', fingerprint = '', secret = ''] = match ?? [];
  const number = Number(port);
  if (!match || !isPort(number)) return null;
  return {
    host: host.replaceAll(/[[\]]/g, ''),
    port: number,
    fingerprint: fingerprint.toLowerCase(),
    secret: secret.toUpperCase(),
  };
}

/** Writes the code that is typed instead of scanned: the pin of the certificate and the secret, in groups of four. */
export function typedCodeOf(pin: string, secret: string): string {
  return inGroups(pin + secret);
}

/** Reads a typed code, however it was typed. */
export function readTypedCode(typed: string): { readonly pin: string; readonly secret: string } | null {
  const plain = heardLetters(typed);
  if (plain.length !== 2 * partLength || [...plain].some((letter) => !letters.includes(letter))) return null;
  return { pin: plain.slice(0, partLength), secret: plain.slice(partLength) };
}

/** Reads an address typed from another screen, `192.168.1.5:4480`; null where it is none. */
export function readAddress(typed: string): { readonly host: string; readonly port: number } | null {
  const match = /^(?:https:\/\/)?(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})(?:\/.*)?$/i.exec(
    typed.normalize('NFKC').trim(),
  );
  const port = Number(match?.[2]);
  if (!match?.[1] || !isPort(port)) return null;
  return { host: match[1].replaceAll(/[[\]]/g, ''), port };
}

function isPort(number: number): boolean {
  return number >= 1 && number <= 65_535;
}

function inAddress(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
