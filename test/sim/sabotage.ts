import { parseArgs } from 'node:util';
import { bugs } from '#test/sim/bugs.ts';
import { huntBug } from '#test/sim/hunt.ts';

/** `npm run sim:sabotage [-- --only name] [--seed S]`: plants each bug and counts the schedules until it is caught. */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: '2000' },
  },
});
const chosen = bugs.filter(({ name }) => values.only === undefined || name === values.only);
let missed = 0;
for (const bug of chosen) {
  const hunt = await huntBug(bug, { seed: Number(values.seed), most: Number(values.most) });
  const isLate = hunt.caughtAfter === null || hunt.caughtAfter > bug.within;
  if (isLate) missed += 1;
  const after =
    hunt.caughtAfter === null ? `NOT caught in ${values.most}` : `caught after ${hunt.caughtAfter}`;
  console.log(`${isLate ? 'LATE ' : ''}${bug.name}: ${after} (within ${bug.within}) ${hunt.oracle ?? ''}`);
}
console.log(`${chosen.length - missed} of ${chosen.length} planted bugs caught in time`);
process.exitCode = missed > 0 ? 1 : 0;
