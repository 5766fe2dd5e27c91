import { randomBytes, randomInt } from 'node:crypto';
import { os } from '#workstation/base.ts';
import { readHandOver, writeHandOver } from '#workstation/venue/hand-over.ts';

const { handOver } = os.venue;
const spread = 2 ** 32;
const tools = { randomBytes, random: () => randomInt(spread) / spread };

/** The hand-over file between desks. */
export const handOverRouter = {
  write: handOver.write.handler(async ({ input, context, errors }) => {
    const written = await writeHandOver(context.station, input.eventId, tools);
    if (!written.ok) throw errors[written.error]();
    return written.value;
  }),
  read: handOver.read.handler(async ({ input, context, errors }) => {
    const read = await readHandOver(context.station, input.eventId, input);
    if (!read.ok) throw errors[read.error]();
    return read.value;
  }),
};
