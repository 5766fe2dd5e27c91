import { z } from 'zod';
import { idField, instantField } from '#core/sync/fields.ts';

/** The two kinds of account a manager may keep contacts in (S2.3). */
export const wechatAccountField = z.enum(['PERSONAL', 'WECOM']);
export type WechatAccount = z.infer<typeof wechatAccountField>;

/** A client is, or is no longer, a contact of a manager's WeChat account: a fact, the latest counts. */
export const wechatFriendFields = z.object({
  clientId: idField,
  managerId: idField,
  account: wechatAccountField,
  isFriend: z.boolean(),
  recordedAt: instantField,
});
