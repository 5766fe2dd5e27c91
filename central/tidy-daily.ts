import type { Logger } from 'pino';
import { dayMs } from '#core/base/time.ts';
import type { Centre } from '#central/centre.ts';

/** Tidies the centre's store now and once a day; `stop` waits for what is under way. */
export function tidyDaily(centre: Centre, logger: Pick<Logger, 'info' | 'error'>): { stop(): Promise<void> } {
  let underWay: Promise<void> = Promise.resolve();
  const tidy = (): void => {
    underWay = centre.admin.tidy().then(
      (tidied) => logger.info(tidied, 'tidied'),
      ({ name, code }: Error & { code?: string }) => logger.error({ name, code }, 'tidying failed'),
    );
  };
  tidy();
  const timer = setInterval(tidy, dayMs);
  return {
    stop: () => {
      clearInterval(timer);
      return underWay;
    },
  };
}
