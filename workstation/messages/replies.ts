import { dayMs } from '#core/base/time.ts';
import { repliesByKind } from '#core/messages/reply.ts';
import { messageTextOf } from '#core/messages/texts.ts';
import { countReplies, isRepliedTo } from '#db/queries/replies.ts';
import { readRow } from '#db/rows.ts';
import { commit, type Station } from '#workstation/station.ts';

/** How far back reply rates look. */
const replyDays = 90;

/** Notes that a client replied to a message, or that the note was a slip; answers false where there is no such message. */
export function noteReply(station: Station, contactId: string, isReply: boolean): boolean {
  const standing = isRepliedTo(station.db, contactId);
  const clientId = readRow(station.db, 'contact', contactId)?.data.clientId;
  if (standing === null || clientId === undefined) return false;
  if (standing === isReply) return true;
  const data = { clientId, managerId: station.me.managerId, contactId, isReply, recordedAt: station.clock() };
  commit(station, 'message.reply', [{ op: 'create', entity: 'messageReply', id: station.newId(), data }]);
  return true;
}

/** Counts this manager's messages of the last 90 days and the replies to them: by kind, and by text. */
export function replyRates({ db, me, clock }: Station) {
  const texts = countReplies(db, me.managerId, clock() - replyDays * dayMs);
  const kinds = repliesByKind(texts, (id) => messageTextOf(id)?.kind ?? null);
  return { days: replyDays, kinds, texts };
}
