import { scrypt, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { dayMs } from '#core/base/time.ts';
import { pinOf } from '#core/venue/pairing.ts';
import type { HubIdentity } from '#workstation/venue/network.ts';

/** Wide on both sides: what counts is the pin, and a helper's tablet may stand in another month. */
const validMs = 60 * dayMs;

/** Makes a hub's key (P-256) and a certificate that signs itself. It names nobody: everybody on the LAN may read it. */
export async function makeIdentity(): Promise<HubIdentity> {
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'Zhike venue hub' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - validMs),
    notAfterDate: new Date(now + validMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
    ],
  });
  return {
    key: made.private,
    certificate: made.cert,
    fingerprint: fingerprintOf(new X509Certificate(made.cert)),
  };
}

/** Returns SHA-256 of a certificate as 64 lower-case hexadecimal digits. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

const stretch = promisify(scrypt) as (
  secret: Buffer,
  salt: string,
  size: number,
  options: { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number },
) => Promise<Buffer>;

/**
 * Returns what a typed code says of a certificate. Forty bits alone could be matched by trying certificates on a graphics card;
 * scrypt at 32 MiB makes each try cost about a tenth of a second.
 */
export async function stretchedPin(fingerprint: string): Promise<string> {
  const options = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
  return pinOf(await stretch(Buffer.from(fingerprint, 'hex'), 'zhike venue pin', 5, options));
}
