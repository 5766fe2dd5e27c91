import { readFileSync } from 'node:fs';
import {
  businessDayOf,
  fromIso,
  isBusinessDay,
  minuteOfDay,
  startOfDay,
  type Instant,
} from '#core/base/time.ts';
import type { Publication, PublishOrder } from '#central/rules/publish.ts';
import { BranchRefusal, onBranches } from '#scripts/central-branches.ts';
import { readKeyFile } from '#scripts/central-keys.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

type Print = (line: string) => void;

/** Most lines of what differs; the rest is counted. */
const mostDifferences = 60;

/** Publishes a file of rule data to the branches named, or says what would change. */
export async function publish(wish: CentralArguments, print: Print): Promise<void> {
  const order = {
    data: readJson(wish.file),
    effectiveFrom: effectiveOf(wish.effective),
    keyFile: readKeyFile(wish.keyFile),
  };
  await onBranches(wish, async ({ centre, branches }) => {
    for (const { tenantId, name } of branches) {
      const published = await centre.admin.publishRules({ ...order, tenantId, isDryRun: !wish.apply });
      if (!published.ok) throw new BranchRefusal(`Not published to ${name}:\n${listed(published.error)}`);
      tell(published.value, { name, isDryRun: !wish.apply, print });
    }
  });
}

/** Lists what was published to the branches named. */
export async function listRules(wish: CentralArguments, print: Print): Promise<void> {
  await onBranches(wish, async ({ centre, branches }) => {
    for (const { tenantId, name } of branches) {
      print(name);
      const versions = await centre.admin.publishedVersions(tenantId);
      if (versions.length === 0) print('  nothing published: what ships with the program is in force');
      for (const { kind, name: of, number, effectiveFrom, publishedAt } of versions) {
        print(
          `  ${kind} ${of} ${number}: in force from ${beijing(effectiveFrom)}, published ${beijing(publishedAt)}`,
        );
      }
    }
  });
}

function tell(
  { version, before, differences }: Publication,
  { name, isDryRun, print }: { readonly name: string; readonly isDryRun: boolean; readonly print: Print },
): void {
  const { kind, name: of, number, effectiveFrom } = version;
  print(
    `${name}: ${kind} ${of} ${number}, in force from ${beijing(effectiveFrom)}, after number ${before.number}.`,
  );
  for (const line of differences.slice(0, mostDifferences)) print(`  ${line}`);
  if (differences.length > mostDifferences)
    print(`  and ${differences.length - mostDifferences} more places`);
  if (differences.length === 0) print('  nothing differs from the version before');
  print(
    isDryRun
      ? 'Nothing was published: add --apply to do it.'
      : 'Published. Devices take it with their next sync.',
  );
}

/** Reads `--effective`; throws in words. */
export function effectiveOf(text: string | null): PublishOrder['effectiveFrom'] {
  if (text === null) return 'AS_NAMED';
  if (text === 'now') return 'NOW';
  if (isBusinessDay(text)) return startOfDay(text);
  const hasOffset = /T.*(Z|[+-]\d\d:\d\d)$/.test(text);
  const instant = hasOffset ? fromIso(text) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new BranchRefusal(
      `--effective ${text}: a day (2027-01-01), an instant with its offset, or now is wanted.`,
    );
  }
  return instant;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BranchRefusal(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

/** Returns an instant to the minute in the time rules are dated by. */
export function beijing(at: Instant): string {
  const minute = minuteOfDay(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${businessDayOf(at)} ${two(Math.floor(minute / 60))}:${two(minute % 60)} (Beijing)`;
}

function listed(faults: readonly string[]): string {
  return faults.map((fault) => `- ${fault}`).join('\n');
}
