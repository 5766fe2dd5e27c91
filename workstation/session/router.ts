import { lockedOs, os } from '#workstation/base.ts';

export const sessionRouter = {
  status: lockedOs.session.status.handler(({ context }) => context.host.status()),
  setup: lockedOs.session.setup.handler(({ context, input }) => context.host.setup(input)),
  unlock: lockedOs.session.unlock.handler(({ context, input }) => context.host.unlock(input)),
  recover: lockedOs.session.recover.handler(({ context, input }) => context.host.recover(input)),
  repair: lockedOs.session.repair.handler(({ context }) => context.host.repair()),
  lock: lockedOs.session.lock.handler(({ context }) => context.host.lock()),
  remove: os.session.remove.handler(({ context }) => context.host.remove()),
  setLanguage: lockedOs.session.setLanguage.handler(({ context, input }) =>
    context.host.setLanguage(input.language),
  ),
};
