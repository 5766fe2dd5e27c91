import { z } from 'zod';
import limitsV1 from '#resources/message-limits-v1.json' with { type: 'json' };
import { messageChannelField, type MessageChannel } from '#core/messages/message.ts';
import { wechatAccountField, type WechatAccount } from '#core/messages/wechat-friend.ts';
import { dayField } from '#core/sync/fields.ts';

const schema = z.object({
  id: z.literal('message-limits'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  amberShare: z.number().positive(),
  redShare: z.number().positive(),
  accounts: z.array(
    z.object({
      code: wechatAccountField,
      limit: z.int().positive(),
      /** What the limit can be raised to on request; null = never. */
      raisedLimit: z.int().positive().nullable(),
    }),
  ),
  pace: z.record(messageChannelField, z.object({ perHour: z.int().positive(), perDay: z.int().positive() })),
});

/** Capacity of WeChat accounts and a safe pace of messages: versioned data (S2.3, S2.8). */
export const messageLimits: z.infer<typeof schema> = schema.parse(limitsV1);

export type Light = 'GREEN' | 'AMBER' | 'RED';

/** How full an account is; `FULL` takes nobody more. */
export interface Capacity {
  readonly account: WechatAccount;
  readonly count: number;
  readonly limit: number;
  readonly raisedLimit: number | null;
  readonly light: Light | 'FULL';
}

/**
 * Says how full a WeChat account is: amber from 90 %, red from 98 % of its limit. An account that can be raised counts
 * against its raised limit once it is past the first. Source: S2.3.
 */
export function capacityOf(account: WechatAccount, count: number): Capacity {
  const found = messageLimits.accounts.find(({ code }) => code === account);
  if (!found) throw new Error(`No limits of the account ${account}.`);
  const { raisedLimit } = found;
  const limit = raisedLimit !== null && count >= found.limit ? raisedLimit : found.limit;
  return { account, count, limit, raisedLimit, light: count >= limit ? 'FULL' : lightOf(count / limit) };
}

/** How many messages went out on a channel, against a safe pace. */
export interface Pace {
  readonly hour: number;
  readonly day: number;
  readonly perHour: number;
  readonly perDay: number;
  readonly light: Light;
}

/** Says how fast messages go out: red at the safe pace itself, which warns and does not block. Source: S2.8. */
export function paceOf(channel: MessageChannel, sent: { readonly hour: number; readonly day: number }): Pace {
  const { perHour, perDay } = messageLimits.pace[channel];
  const share = Math.max(sent.hour / perHour, sent.day / perDay);
  return { ...sent, perHour, perDay, light: share >= 1 ? 'RED' : share >= 0.8 ? 'AMBER' : 'GREEN' };
}

function lightOf(share: number): Light {
  const { amberShare, redShare } = messageLimits;
  return share >= redShare ? 'RED' : share >= amberShare ? 'AMBER' : 'GREEN';
}
