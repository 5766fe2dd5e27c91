import { os } from '#workstation/base.ts';
import { handOverRouter } from '#workstation/venue/hand-over-router.ts';

const { venue } = os;

/** Hub and desks of a venue without internet. */
export const venueRouter = {
  handOver: handOverRouter,
  status: venue.status.handler(
    ({ input, context }) =>
      context.venue?.status(input.eventId) ?? { hub: null, desk: null, elsewhere: null },
  ),
  open: venue.open.handler(async ({ input, context, errors }) => {
    if (!context.venue) throw errors.NO_VENUE();
    const opened = await context.venue.open(input.eventId);
    if (opened.ok) return;
    if (opened.error.code === 'HUB_FAILED') throw errors.HUB_FAILED({ data: opened.error.data });
    throw errors[opened.error.code]();
  }),
  close: venue.close.handler(({ context }) => context.venue?.close()),
  renew: venue.renew.handler(({ input, context }) => context.venue?.renew(input.kind)),
  endSession: venue.endSession.handler(({ input, context }) => context.venue?.endSession(input.sessionId)),
  find: venue.find.handler(({ context }) => context.venue?.find() ?? []),
  join: venue.join.handler(async ({ input, context, errors }) => {
    if (!context.venue) throw errors.NO_VENUE();
    const joined = await context.venue.join(input.eventId, input.by);
    if (joined.ok) return joined.value;
    if (joined.error.code === 'JOIN_FAILED') throw errors.JOIN_FAILED({ data: joined.error.data });
    throw errors[joined.error.code]();
  }),
  retry: venue.retry.handler(({ context }) => context.venue?.retry()),
  leave: venue.leave.handler(async ({ context }) => context.venue?.leave()),
};
