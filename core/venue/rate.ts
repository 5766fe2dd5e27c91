import type { Clock } from '#core/base/time.ts';

/** How often something may happen: `burst` at once, and then `perSecond` on average. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts per key whether one more may happen now. */
export type Rate = (key: string) => boolean;

/** Keys whose bucket is remembered; a flood from ever new keys shares what is left over. */
const mostKeys = 500;
const overflowKey = '';

/** Makes a token bucket for every key. A clock that runs backwards gives nothing and takes nothing. */
export function createRate({ burst, perSecond }: RateLimit, clock: Clock): Rate {
  const buckets = new Map<string, { left: number; at: number }>();
  const forgetFull = (now: number): void => {
    for (const [key, { left, at }] of buckets) {
      if (left + ((now - at) / 1000) * perSecond >= burst) buckets.delete(key);
    }
  };
  return (asked) => {
    const now = clock();
    if (!buckets.has(asked) && buckets.size >= mostKeys) forgetFull(now);
    const key = buckets.has(asked) || buckets.size < mostKeys ? asked : overflowKey;
    const bucket = buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    const mayPass = left >= 1;
    buckets.set(key, { left: mayPass ? left - 1 : left, at: now });
    return mayPass;
  };
}
