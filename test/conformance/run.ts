import { parseArgs } from 'node:util';
import { parts } from '#test/conformance/checks.ts';
import { World } from '#test/conformance/world.ts';

/**
 * `npm run conformance -- --url URL --admin-token TOKEN [PART …]` tries every statement of docs/protocol.md against a
 * running centre, in branches it makes there for itself. Exit codes: 0 all kept, 1 some broken, 2 a wrong option.
 */
const usage = `Usage: npm run conformance -- --url URL --admin-token TOKEN [${Object.keys(parts).join(' | ')}]…

Makes branches of its own at the centre: use one that is there for trying. It enrols some eighty devices; a centre that
limits tries (central --tries N) makes it wait.`;

const { values, positionals } = parseArgs({
  options: { url: { type: 'string' }, 'admin-token': { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((part) => !(part in parts));
if (!values.url || !values['admin-token'] || unknown.length > 0) {
  console.error(unknown.length > 0 ? `There is no part ${unknown.join(', ')}.\n\n${usage}` : usage);
  process.exit(2);
}
const world = new World({ url: values.url.replace(/\/$/, ''), adminToken: values['admin-token'] });
let [kept, broken] = [0, 0];
for (const part of positionals.length > 0 ? positionals : Object.keys(parts)) {
  console.log(part);
  for (const { name, run } of parts[part] ?? []) {
    const failure = await run(world).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (failure === null) kept += 1;
    else broken += 1;
    console.log(failure === null ? `  kept    ${name}` : `  BROKEN  ${name}\n          ${failure}`);
  }
}
console.log(`${kept} kept, ${broken} broken`);
process.exit(broken === 0 ? 0 : 1);
