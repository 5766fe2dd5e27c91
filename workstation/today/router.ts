import { os } from '#workstation/base.ts';
import { todayOverview } from '#workstation/today/overview.ts';

export const todayRouter = {
  overview: os.today.overview.handler(({ context }) => todayOverview(context.station)),
};
