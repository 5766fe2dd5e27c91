import { toldFactsOf } from '#db/queries/messages.ts';
import { os } from '#workstation/base.ts';
import { draftsFor } from '#workstation/messages/drafts.ts';
import { noteReply } from '#workstation/messages/replies.ts';
import { confirmSent, takeDraft } from '#workstation/messages/send.ts';
import { addFact, removeFact, setFriend } from '#workstation/messages/told.ts';
import { judgeDraft } from '#workstation/messages/verdict.ts';

export const messagesRouter = {
  drafts: os.messages.drafts.handler(({ input, context, errors }) => {
    const drafts = draftsFor(context.station, input);
    if (!drafts) throw errors.NOT_FOUND();
    return drafts;
  }),
  check: os.messages.check.handler(({ input, context, errors }) => {
    const judged = judgeDraft(context.station, input, context.sync.status().syncedAt);
    if (!judged) throw errors.NOT_FOUND();
    return judged.verdict;
  }),
  take: os.messages.take.handler(({ input, context, errors }) => {
    const taken = takeDraft(context.station, input, context.sync.status().syncedAt);
    if (taken.ok) return taken.value;
    if (taken.error === 'NOT_FOUND') throw errors.NOT_FOUND();
    throw errors.BLOCKED({ data: taken.error });
  }),
  confirmSent: os.messages.confirmSent.handler(({ input, context, errors }) => {
    const sent = confirmSent(context.station, input);
    if (!sent.ok) throw errors[sent.error]();
    return sent.value;
  }),
  reply: os.messages.reply.handler(({ input, context, errors }) => {
    if (!noteReply(context.station, input.contactId, input.isReply)) throw errors.NOT_FOUND();
  }),
  addFact: os.messages.addFact.handler(({ input, context, errors }) => {
    const added = addFact(context.station, input);
    if (!added.ok) throw errors[added.error]();
    return added.value;
  }),
  removeFact: os.messages.removeFact.handler(({ input, context, errors }) => {
    if (!removeFact(context.station, input.id)) throw errors.NOT_FOUND();
  }),
  facts: os.messages.facts.handler(({ input, context }) => toldFactsOf(context.station.db, input.clientId)),
  setFriend: os.messages.setFriend.handler(({ input, context, errors }) => {
    const set = setFriend(context.station, input);
    if (!set.ok) throw errors[set.error]();
  }),
};
