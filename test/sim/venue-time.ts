import { ORPCError } from '@orpc/client';
import type { Centre } from '#test/sim/centre.ts';
import { Crash } from '#test/sim/disk.ts';
import type { Outcome, Sent } from '#test/sim/net.ts';

/** Lets every promise that can go on go on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Returns what stands at the centre's end of a line. */
export function serveFrom(centre: Centre): (sent: Sent) => Promise<Outcome> {
  return async ({ name, token, input }) => {
    try {
      return { answer: await centre.call(name, token, input) };
    } catch (error) {
      if (error instanceof Crash) return { broken: true };
      if (!(error instanceof ORPCError)) throw error;
      return { error: { code: String(error.code), status: error.status, data: error.data as unknown } };
    }
  };
}
