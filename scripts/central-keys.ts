import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { newSignerFile } from '#central/rules/signing-key.ts';
import { BranchRefusal, onBranches, type BranchWork } from '#scripts/central-branches.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

type Print = (line: string) => void;

/** Announces a new key to the branches named, signed by the one before; its only copy is the file it is put into. */
export async function changeKey(wish: CentralArguments, print: Print): Promise<void> {
  const newKeyFile = newSignerFile();
  const file = wish.newKeyFile ?? '';
  const keyFile = readKeyFile(wish.keyFile);
  await onBranches(wish, async (work) => {
    // Every branch is asked before the first is changed.
    await changeEach(work, { keyFile, newKeyFile, isDryRun: true }, () => undefined);
    if (!wish.apply) {
      print('The key can be changed. Nothing was changed: add --apply to do it.');
      return;
    }
    writeKeyFile(file, newKeyFile);
    await changeEach(work, { keyFile, newKeyFile, isDryRun: false }, print);
    print(`The new key is in ${file} and nowhere else: keep two copies of it, apart from the database.`);
    print('Devices learn it with their next sync. From now on publish with --key-file.');
  });
}

async function changeEach(
  { centre, branches }: BranchWork,
  order: Omit<Parameters<BranchWork['centre']['admin']['rotateKey']>[0], 'tenantId'>,
  print: Print,
): Promise<void> {
  for (const { tenantId, name } of branches) {
    const changed = await centre.admin.rotateKey({ ...order, tenantId });
    if (!changed.ok) throw new BranchRefusal(`${name}: ${changed.error.join(' ')}`);
    const { before, publicKey, number, sealed } = changed.value;
    print(`${name}: key ${number}, ${publicKey}, instead of ${before}; ${sealed} versions stay in force.`);
  }
}

/** Reads the file of a key, null where none was named; throws in words. */
export function readKeyFile(file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BranchRefusal(`The key ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** On the disk before it is announced; for its owner only. */
function writeKeyFile(file: string, text: string): void {
  let handle: number;
  try {
    handle = openSync(file, 'wx', 0o600);
  } catch (error) {
    throw new BranchRefusal(`The new key cannot be put into ${file}: ${(error as Error).message}`);
  }
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
}
