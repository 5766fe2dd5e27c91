import { writeFileSync } from 'node:fs';
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
    const sealed = await centre.admin.exportCompliance({ tenantId, from, to });
    const keys = await centre.admin.deviceKeys(tenantId);
    if (!sealed) throw new BranchRefusal(`There is no branch ${tenantId}.`);
    writeNew(wish.file, `${sealed.lines.join('\n')}\n`);
    writeNew(`${wish.file}.keys.json`, `${JSON.stringify(keys, null, 2)}\n`);
    print(`${name}: ${sealed.entries} entries in ${wish.file}.`);
    print(`head ${sealed.head}`);
    print(`signed with ${sealed.publicKey}; the keys of all devices are in ${wish.file}.keys.json.`);
  });
}

/** Never over another file: an export is evidence. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new BranchRefusal(`${file} cannot be written: ${(error as Error).message}`);
  }
}
