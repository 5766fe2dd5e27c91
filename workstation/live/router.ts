import { lockedOs } from '#workstation/base.ts';

export const liveRouter = {
  signals: lockedOs.live.signals.handler(async function* ({ context, signal }) {
    for await (const event of context.host.live.subscribe('signal', { signal })) yield event;
  }),
};
