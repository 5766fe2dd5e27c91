import { backup, restore } from '#scripts/central-backup.ts';
import { compliance } from '#scripts/central-compliance.ts';
import { doctor } from '#scripts/central-doctor.ts';
import { readArguments, usage, type CentralArguments } from '#scripts/central-options.ts';
import { changeKey } from '#scripts/central-keys.ts';
import { products } from '#scripts/central-products.ts';
import { listRules, publish } from '#scripts/central-publish.ts';
import { serve } from '#scripts/central-serve.ts';

/** `npm run central -- [serve|backup|restore|publish|products|rules|rotate-key|compliance|doctor]`. Exit codes: 0 done, 1 refused or failed, 2 a wrong option. */
const read = readArguments(process.argv.slice(2), process.env);
if (!read.ok) {
  console.error(`${read.error}\n\n${usage(process.env)}`);
  process.exit(2);
}
await run(read.value).catch((error: unknown) => {
  console.error(inWords(error));
  process.exit(1);
});

async function run(wish: CentralArguments): Promise<void> {
  if (wish.command === 'help') console.log(usage(process.env));
  else if (wish.command === 'backup') await backup(wish, console.log);
  else if (wish.command === 'restore') await restore(wish, console.log);
  else if (wish.command === 'doctor') await doctor(wish, console.log);
  else if (wish.command === 'publish') await publish(wish, console.log);
  else if (wish.command === 'products') await products(wish, console.log);
  else if (wish.command === 'rules') await listRules(wish, console.log);
  else if (wish.command === 'compliance') await compliance(wish, console.log);
  else if (wish.command === 'rotate-key') await changeKey(wish, console.log);
  else await serve(wish);
}

/** A failure to connect has one cause for each address tried and no message of its own. */
function inWords(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(inWords).join('; ');
  return error instanceof Error ? error.message : String(error);
}
