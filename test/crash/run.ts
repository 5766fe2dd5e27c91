import { parseArgs } from 'node:util';
import { crash } from '#test/crash/crash.ts';
import { crashVenue } from '#test/crash/venue.ts';
import { tearWal } from '#test/crash/torn-wal.ts';

/**
 * `npm run crash -- [--kills N] [--torn N] [--seed S] [--json]`: kills processes N times and tears the WAL of an encrypted
 * and of a plain store N times each. `npm run crash -- venue --kills N` kills desks and hub of an event instead. Exits 1 where anything was lost, doubled, halved or would not open.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '200' },
    torn: { type: 'string', default: '1800' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
if (positionals[0] === 'venue') {
  const atVenue = await crashVenue({ kills: Number(values.kills), seed: Number(values.seed), guests: 5_000 });
  console.log(JSON.stringify(atVenue));
  process.exit(atVenue.lost + atVenue.untaken + atVenue.unequal + atVenue.unopened === 0 ? 0 : 1);
}
const figures = await crash({
  kills: Number(values.kills),
  seed: Number(values.seed),
  tell: (line) => process.stderr.write(`· ${line}\n`),
});
const torn = [true, false].map((isEncrypted) => ({
  isEncrypted,
  ...tearWal({ cases: Number(values.torn), seed: Number(values.seed), isEncrypted }),
}));
const { lost, doubled, half, unopened, refused, unequal } = figures;
const tears = torn.reduce((sum, one) => sum + one.unopened + one.half + one.noPrefix, 0);
const isSound = lost + doubled + half + unopened + refused + unequal + tears === 0;
if (values.json) console.log(JSON.stringify({ ...figures, torn }));
else {
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(14)} ${value}`);
  for (const one of torn) console.log(`torn WAL       ${JSON.stringify(one)}`);
  console.log(isSound ? 'sound' : 'NOT SOUND');
}
process.exitCode = isSound ? 0 : 1;
