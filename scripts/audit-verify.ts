import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createSealReader, type SealFault, type SealReport } from '#core/compliance/seal.ts';

/**
 * `npm run audit:verify -- FILE [--key PUBLIC_KEY | --keys FILE]` looks through a sealed file (docs/audit-file.md). Exit codes: 0 whole
 * and unaltered, 1 not, 2 the file cannot be read or the command was wrong.
 */
const { positionals, values } = parseArgs({
  options: { key: { type: 'string' }, keys: { type: 'string' } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined || positionals.length > 1) {
  console.error('Name one file: npm run audit:verify -- FILE [--key PUBLIC_KEY | --keys FILE]');
  process.exit(2);
}
const sentences: Record<SealFault['problem'], (line: number) => string> = {
  NOT_JSON: (line) => `line ${line} is not a line of JSON: it was changed or cut off`,
  NOT_CANONICAL: (line) => `line ${line} is not written as this format writes: it was changed`,
  CHANGED: (line) => `line ${line} was changed: the hash in the line after it is of another text`,
  MISSING_BEFORE: (line) => `line ${line} does not belong there: lines were taken out, put in or moved`,
  NO_HEADER: () => 'line 1 does not begin such a file',
  NO_END: (line) => `the file ends before line ${line}: its last lines were cut off`,
  WRONG_COUNT: (line) => `line ${line} counts other lines than there are`,
  AFTER_END: (line) => `line ${line} comes after the end`,
};

const report = await readFile(file);
if (report.fault) {
  console.error(`BROKEN: ${sentences[report.fault.problem](report.fault.line)}.`);
  process.exit(1);
}
const problem = signatureProblem(report);
if (problem !== null) {
  console.error(`BROKEN: ${problem}.`);
  process.exit(1);
}
console.log(
  `OK: ${report.entries} entries from ${text(report, 'from')} to ${text(report, 'to')}, none changed, missing or moved.`,
);
console.log(`head ${report.head}`);
console.log(signedBy(report));

/** Whose key it is: as the centre lists them, as it was given, or only what the file says of itself. */
function signedBy(whole: SealReport): string {
  if (values.key !== undefined) return 'signed with the key given.';
  const publicKey = text(whole, 'publicKey');
  if (values.keys === undefined) {
    return `signed with the key the file names, ${publicKey}: compare it, or give it as --key, or all keys as --keys.`;
  }
  const [owner] = ownersOf(publicKey, text(whole, 'deviceId'));
  if (!owner) return '';
  const revoked = owner.revokedAt === null ? '' : `, revoked ${new Date(owner.revokedAt).toISOString()}`;
  return `signed by ${owner.deviceName} (${owner.deviceId})${owner.managerName && ` of ${owner.managerName}`}${revoked}.`;
}

interface KnownKey {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly managerName: string;
  readonly publicKey: string;
  readonly revokedAt: number | null;
}

/** Who announced a key, the device the file names before its copies. */
function ownersOf(publicKey: string, deviceId: string): KnownKey[] {
  try {
    const known = JSON.parse(readFileSync(values.keys ?? '', 'utf8')) as KnownKey[];
    return known
      .filter((one) => one.publicKey === publicKey)
      .toSorted((a, b) => Number(b.deviceId === deviceId) - Number(a.deviceId === deviceId));
  } catch (error) {
    console.error(`${values.keys ?? ''} cannot be read: ${(error as Error).message}`);
    process.exit(2);
  }
}

function text({ header }: SealReport, name: string): string {
  const value = header?.[name];
  return typeof value === 'string' ? value : '?';
}

/** Lines end at a line feed only: a text may hold any other sign that some programs take for an end. */
async function readFile(name: string): Promise<SealReport> {
  const reader = createSealReader((line) => createHash('sha256').update(line).digest('hex'));
  let rest = '';
  try {
    for await (const piece of createReadStream(name, 'utf8')) {
      const lines = (rest + String(piece)).split('\n');
      rest = lines.pop() ?? '';
      if (!lines.every((line) => reader.take(line))) return reader.finish();
    }
  } catch (error) {
    console.error(`${name} cannot be read: ${(error as Error).message}`);
    process.exit(2);
  }
  if (rest !== '') reader.take(rest);
  return reader.finish();
}

function signatureProblem(whole: SealReport): string | null {
  const { head, end } = whole;
  const named = text(whole, 'publicKey');
  if (
    values.keys !== undefined &&
    ownersOf(named, text(whole, 'deviceId'))[0]?.deviceId !== text(whole, 'deviceId')
  )
    return `the device it names, ${text(whole, 'deviceId')}, never announced its key ${named}`;
  if (values.key !== undefined && values.key !== named) return `it is signed with another key, ${named}`;
  if (end?.['head'] !== head) return 'the last line names another hash than that of the line before it';
  const signature = Buffer.from(typeof end['signature'] === 'string' ? end['signature'] : '', 'base64url');
  const bytes = Buffer.from(named, 'base64url');
  if (bytes.length !== 32) return 'it names no key';
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes]);
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  return verify(null, Buffer.from(head), key, signature)
    ? null
    : 'the signature is not that of the key it names';
}
