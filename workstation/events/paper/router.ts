import { badgeLayouts } from '#core/events/badge-layout.ts';
import { os } from '#workstation/base.ts';
import { printBadges } from '#workstation/events/paper/badges.ts';
import { printGuestList } from '#workstation/events/paper/list.ts';
import type { PdfFile } from '#workstation/events/paper/pdf.ts';

const { paper } = os.events;

/** What is printed for a salon. */
export const eventPaperRouter = {
  badges: paper.badges.handler(async ({ input, context, errors }) => {
    const layout = badgeLayouts.find(({ id }) => id === input.layout);
    const file = layout && (await printBadges(context.station, { ...input, layout }));
    if (!file) throw errors.NOT_FOUND();
    return shown(file);
  }),
  list: paper.list.handler(async ({ input, context, errors }) => {
    const file = await printGuestList(context.station, input);
    if (!file) throw errors.NOT_FOUND();
    return shown(file);
  }),
};

function shown({ bytes, ...file }: PdfFile) {
  return { ...file, bytes: bytes.toString('base64') };
}
