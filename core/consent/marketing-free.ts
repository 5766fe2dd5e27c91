import type { Instant } from '#core/base/time.ts';
import type { ContactPolicy } from '#core/consent/policy.ts';

/** A tag with its time. */
export interface TagSpan {
  readonly name: string;
  readonly setAt: Instant;
  readonly expiresAt: Instant | null;
}

/** Says whether a client bore, at an instant, a tag of a group that gets no marketing (S1.10). */
export function isMarketingFree(
  tags: readonly TagSpan[],
  { marketingFree }: Pick<ContactPolicy, 'marketingFree'>,
  at: Instant,
): boolean {
  return tags.some(
    ({ name, setAt, expiresAt }) =>
      setAt <= at && (expiresAt === null || expiresAt > at) && marketingFree.some(({ tag }) => tag === name),
  );
}
