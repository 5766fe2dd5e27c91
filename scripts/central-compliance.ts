import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { isBusinessDay } from '#core/base/time.ts';
import { BranchRefusal, onBranches } from '#scripts/central-branches.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

type Print = (line: string) => void;

/** Writes what a branch did in a range of days to a sealed file, beside it the keys by which such files are traced. */
export async function compliance(wish: CentralArguments, print: Print): Promise<void> {
  const [from, to = from] = (wish.days ?? '').split('..');
  if (!from || !to || !isBusinessDay(from) || !isBusinessDay(to)) {
    throw new BranchRefusal('--days wants a day or two: 2026-11-01 or 2026-11-01..2026-11-30.');
  }
  await onBranches(wish, async ({ centre, branches }) => {
    const [branch] = branches;
    if (!branch || branches.length > 1)
      throw new BranchRefusal('One branch at a time: name it with --branch.');
    const { tenantId, name } = branch;
    const keys = await centre.admin.deviceKeys(tenantId);
    const sealed = await toNewFile(wish.file, (write) =>
      centre.admin.exportCompliance({ tenantId, from, to, write }),
    );
    if (!sealed) throw new BranchRefusal(`There is no branch ${tenantId}.`);
    await toNewFile(`${wish.file}.keys.json`, async (write) => write(JSON.stringify(keys, null, 2)));
    print(`${name}: ${sealed.entries} entries in ${wish.file}.`);
    print(`head ${sealed.head}`);
    print(`signed with ${sealed.publicKey}; the keys of all devices are in ${wish.file}.keys.json.`);
  });
}

type WriteLine = (line: string) => void;

/** Never over another file: an export is evidence. Whole or not at all. */
async function toNewFile<Value>(file: string, work: (write: WriteLine) => Promise<Value>): Promise<Value> {
  const handle = orRefusal(file, () => openSync(file, 'wx', 0o600));
  let isDone = false;
  try {
    const value = await work((line) => orRefusal(file, () => writeFileSync(handle, `${line}\n`)));
    orRefusal(file, () => fsyncSync(handle));
    isDone = true;
    return value;
  } finally {
    closeSync(handle);
    if (!isDone) rmSync(file, { force: true });
  }
}

function orRefusal<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new BranchRefusal(`${file} cannot be written: ${(error as Error).message}`);
  }
}
