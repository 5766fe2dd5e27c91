import { os } from '#workstation/base.ts';
import { buildCard } from '#workstation/calls/card.ts';
import { countersOf } from '#workstation/calls/counters.ts';
import { holdClient } from '#workstation/calls/hold.ts';
import { isCallableTime, logCall } from '#workstation/calls/log.ts';
import { answerQuestion } from '#workstation/calls/question.ts';
import { reasonsFor } from '#workstation/calls/queue-index.ts';
import { buildQueue, findCandidate } from '#workstation/calls/queue.ts';
import { skipClient } from '#workstation/calls/skip.ts';
import { rescheduleCall, undoCall } from '#workstation/calls/undo.ts';
import { readRow } from '#db/rows.ts';
import { tasksFromContact } from '#db/queries/calls.ts';

export const callsRouter = {
  queue: os.calls.queue.handler(({ input, context }) =>
    buildQueue(context.station, input.limit, input.window),
  ),
  card: os.calls.card.handler(({ input, context, errors }) => {
    const { station } = context;
    const card = buildCard(station, input.clientId, findCandidate(station, input.clientId));
    if (!card) throw errors.NOT_FOUND();
    return card;
  }),
  why: os.calls.why.handler(({ input, context }) =>
    reasonsFor(context.station, input.clientId).map(({ reason, taskKind, dueAt, detail }) => ({
      reason,
      taskKind,
      dueAt,
      detail,
    })),
  ),
  hold: os.calls.hold.handler(({ input, context }) =>
    holdClient(context.station, input.window, input.clientId),
  ),
  answer: os.calls.answer.handler(({ input, context, errors }) => {
    const answered = answerQuestion(context.station, input);
    if (!answered.ok) throw answered.error === 'NOT_FOUND' ? errors.NOT_FOUND() : errors.BAD_ANSWER();
  }),
  log: os.calls.log.handler(({ input, context, errors }) => {
    const logged = logCall(context.station, input);
    if (logged.ok) return logged.value;
    const { error } = logged;
    throw error.code === 'BLOCKED' ? errors.BLOCKED({ data: error.verdict }) : errors.BAD_FOLLOW_UP();
  }),
  undo: os.calls.undo.handler(({ input, context, errors }) => {
    if (!undoCall(context.station, input.contactId)) throw errors.TOO_LATE();
  }),
  reschedule: os.calls.reschedule.handler(({ input, context, errors }) => {
    const { station } = context;
    const { contactId, followUpAt } = input;
    if (!isCallableTime(station, followUpAt)) throw errors.BAD_FOLLOW_UP();
    if (!rescheduleCall(station, contactId, followUpAt)) throw errors.TOO_LATE();
    const clientId = readRow(station.db, 'contact', contactId)?.data.clientId ?? '';
    return tasksFromContact(station.db, clientId, contactId).map(({ id, kind, dueAt }) => ({
      id,
      kind,
      dueAt,
    }));
  }),
  skip: os.calls.skip.handler(({ input, context }) => ({
    until: skipClient(context.station, input.clientId, input.reason),
  })),
  counters: os.calls.counters.handler(({ context }) => countersOf(context.station)),
};
