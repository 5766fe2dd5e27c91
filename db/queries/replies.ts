import type { Instant } from '#core/base/time.ts';
import type { ReplyCount } from '#core/messages/reply.ts';
import { sql, type ReadableDb } from '#db/handles.ts';

/** The latest entry about a message decides; on the same instant the later id. */
export const hasReply = (contactId: string): string => `coalesce((SELECT r.is_reply FROM message_reply r
  WHERE r.contact_id = ${contactId} ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1), 0)`;

/** Counts a manager's messages since an instant by text, undone ones left out, and those that were replied to. */
export function countReplies(
  db: ReadableDb,
  managerId: string,
  since: Instant,
): (ReplyCount & { readonly textId: string })[] {
  return sql<ReplyCount & { textId: string }>(
    db,
    `SELECT w.text_id AS textId, count(*) AS sent, sum(${hasReply('w.contact_id')}) AS replied FROM message w
     WHERE w.manager_id = ? AND w.channel IN ('SMS', 'WECHAT') AND w.sent_at >= ?
       AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = w.contact_id)
     GROUP BY w.text_id`,
  ).all(managerId, since);
}

/** Returns whether a message on record was replied to; null where the contact is no message. */
export function isRepliedTo(db: ReadableDb, contactId: string): boolean | null {
  const found = sql<{ replied: number }>(
    db,
    `SELECT ${hasReply('w.contact_id')} AS replied FROM message w WHERE w.contact_id = ?`,
  ).get(contactId);
  return found === undefined ? null : found.replied === 1;
}
