import { z } from 'zod';
import mixV1 from '#resources/call-mix-v1.json' with { type: 'json' };
import { reasons, type Reason } from '#core/calls/contact.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { dayField, tierField } from '#core/sync/fields.ts';

/** The two queues that are worked side by side: VIP care and the long tail. */
export const lanes = ['CARE', 'TAIL'] as const;
export type Lane = (typeof lanes)[number];

const schema = z.object({
  id: z.literal('call-mix'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  /** Reasons that stand before the mix, whoever the client is. */
  first: z.array(z.enum(reasons)),
  lanes: z
    .array(z.object({ code: z.enum(lanes), tiers: z.array(tierField), share: z.int().positive() }))
    .length(2),
});
export type CallMix = z.infer<typeof schema>;

/** The mix in force: versioned data with a source (S1.3). */
export const callMix: CallMix = schema.parse(mixV1);

/** How many of a day's calls went to each lane so far. */
export type LaneCounts = Readonly<Record<Lane, number>>;

/** Returns the lane of a client's tier, or `FIRST` for a reason that stands before the mix. */
export function laneOf(reason: Reason, tier: ClientFields['tier'], mix: CallMix = callMix): Lane | 'FIRST' {
  if (mix.first.includes(reason)) return 'FIRST';
  return mix.lanes.find(({ tiers }) => tiers.includes(tier))?.code ?? 'TAIL';
}

/**
 * Returns the lane the next call should come from: the one furthest behind its share of the day's calls, the first
 * named when both are. Decided by counts alone, so a re-ranked queue goes on where the day stands.
 */
export function nextLane(done: LaneCounts, mix: CallMix = callMix): Lane {
  const total = done.CARE + done.TAIL + 1;
  const shares = mix.lanes.reduce((sum, { share }) => sum + share, 0);
  let best: { readonly code: Lane; readonly behind: number } | null = null;
  for (const { code, share } of mix.lanes) {
    const behind = share * total - done[code] * shares;
    if (best === null || behind > best.behind) best = { code, behind };
  }
  return best?.code ?? 'TAIL';
}
