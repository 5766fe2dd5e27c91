import type { Instant } from '#core/base/time.ts';
import type { Outcome } from '#core/calls/contact.ts';
import type { CallEnding } from '#core/calls/phone-call.ts';

/** Why the line to the telephone server does not stand. */
export const lineProblems = ['WRONG_PASSWORD', 'SERVER_LOST', 'SERVER_TROUBLE', 'BAD_SETTINGS'] as const;
export type LineProblem = (typeof lineProblems)[number];

/** The line to the server: whether a call could be made. */
export type Line =
  | { readonly state: 'OFF' | 'REGISTERING' | 'REGISTERED' }
  | { readonly state: 'FAILED'; readonly problem: LineProblem };

/** One call over the line, from the key press until the next one. */
export interface LineCall {
  readonly stage: 'DIALLING' | 'RINGING' | 'TALKING' | 'HELD' | 'ENDED' | 'FAILED';
  readonly isMuted: boolean;
  /** The server is gone while the call goes on: sound may still flow, hanging up may not reach the other side. */
  readonly isLineLost: boolean;
  readonly dialledAt: Instant;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly ending: CallEnding | null;
}

export interface Softphone {
  readonly line: Line;
  readonly call: LineCall | null;
}

/** What happens to a softphone; instants are the workstation's. */
export type PhoneEvent =
  | { readonly kind: 'CONNECT' | 'REGISTERED' | 'SWITCHED_OFF' | 'CLEARED' }
  | { readonly kind: 'LINE_FAILED'; readonly problem: LineProblem }
  | { readonly kind: 'DIALLED'; readonly at: Instant }
  | CallEvent;

/** What happens to a call that is under way. */
type CallEvent =
  | { readonly kind: 'RANG' | 'HELD' | 'RESUMED' }
  | { readonly kind: 'ANSWERED'; readonly at: Instant }
  | { readonly kind: 'MUTED'; readonly isMuted: boolean }
  | { readonly kind: 'ENDED'; readonly at: Instant; readonly ending: CallEnding };

export const idlePhone: Softphone = { line: { state: 'OFF' }, call: null };

/** Returns the softphone after an event; one that makes no sense in this state changes nothing. */
export function afterEvent(phone: Softphone, event: PhoneEvent): Softphone {
  switch (event.kind) {
    case 'CONNECT':
      return { ...phone, line: { state: 'REGISTERING' } };
    case 'REGISTERED':
      return withLine(phone, { state: 'REGISTERED' }, false);
    case 'SWITCHED_OFF':
      return { ...phone, line: { state: 'OFF' } };
    case 'LINE_FAILED':
      return withLine(phone, { state: 'FAILED', problem: event.problem }, event.problem === 'SERVER_LOST');
    case 'DIALLED':
      return isLive(phone.call) ? phone : { ...phone, call: dialled(event.at) };
    case 'CLEARED':
      return isLive(phone.call) ? phone : { ...phone, call: null };
    default:
      return phone.call && isLive(phone.call) ? { ...phone, call: stepCall(phone.call, event) } : phone;
  }
}

function stepCall(call: LineCall, event: CallEvent): LineCall {
  const { stage } = call;
  switch (event.kind) {
    case 'RANG':
      return stage === 'DIALLING' ? { ...call, stage: 'RINGING' } : call;
    case 'ANSWERED':
      return call.answeredAt === null ? { ...call, stage: 'TALKING', answeredAt: event.at } : call;
    case 'HELD':
      return stage === 'TALKING' ? { ...call, stage: 'HELD' } : call;
    case 'RESUMED':
      return stage === 'HELD' ? { ...call, stage: 'TALKING' } : call;
    case 'MUTED':
      return { ...call, isMuted: event.isMuted };
    default:
      return ended(call, event);
  }
}

function dialled(at: Instant): LineCall {
  const open = { isMuted: false, isLineLost: false, answeredAt: null, endedAt: null, ending: null };
  return { ...open, stage: 'DIALLING', dialledAt: at };
}

/** A call that was answered has ended, whatever ended it; one that never was has failed unless we gave it up. */
function ended(
  call: LineCall,
  { at, ending }: { readonly at: Instant; readonly ending: CallEnding },
): LineCall {
  const isEnd = call.answeredAt !== null || ending === 'CANCELLED';
  const endedAt = Math.max(at, call.answeredAt ?? call.dialledAt);
  return { ...call, stage: isEnd ? 'ENDED' : 'FAILED', endedAt, ending };
}

function withLine({ call }: Softphone, line: Line, isLineLost: boolean): Softphone {
  return { line, call: call && isLive(call) ? { ...call, isLineLost } : call };
}

/** True while the line is taken: from dialling until somebody hung up. */
export function isLive(call: LineCall | null): boolean {
  return call !== null && call.endedAt === null;
}

/** The one word for what the softphone is doing, as the screen says it. */
export function phaseOf({ line, call }: Softphone): LineCall['stage'] | Line['state'] {
  return call?.stage ?? line.state;
}

const endings: Readonly<Record<number, CallEnding>> = {
  401: 'NOT_ALLOWED',
  403: 'NOT_ALLOWED',
  404: 'NOT_IN_SERVICE',
  407: 'NOT_ALLOWED',
  408: 'NO_ANSWER',
  410: 'NOT_IN_SERVICE',
  415: 'NO_SOUND',
  480: 'NOT_REACHABLE',
  484: 'NOT_IN_SERVICE',
  486: 'BUSY',
  487: 'CANCELLED',
  488: 'NO_SOUND',
  600: 'BUSY',
  603: 'DECLINED',
  604: 'NOT_IN_SERVICE',
  606: 'NO_SOUND',
};

/** Returns how a call ended that the other side refused with a SIP status (RFC 3261 §21). */
export function endingOfStatus(status: number): CallEnding {
  return endings[status] ?? (status >= 500 && status < 600 ? 'SERVER_TROUBLE' : 'NOT_REACHABLE');
}

/** Returns why a registration failed by its SIP status; null where no answer came at all. */
export function problemOfStatus(status: number | null): LineProblem {
  if (status === null || status === 408) return 'SERVER_LOST';
  if ([401, 403, 407].includes(status)) return 'WRONG_PASSWORD';
  return status === 404 || status === 400 ? 'BAD_SETTINGS' : 'SERVER_TROUBLE';
}

const proposals: Partial<Record<CallEnding, Outcome>> = {
  BUSY: 'BUSY',
  DECLINED: 'BUSY',
  NO_ANSWER: 'NO_ANSWER',
  CANCELLED: 'NO_ANSWER',
  NOT_REACHABLE: 'OFF_SIGNAL',
  NOT_IN_SERVICE: 'WRONG',
};

/** Returns the outcome that how a call ended speaks for; null where the manager knows better or nobody was called. */
export function proposedOutcome(ending: CallEnding | null): Outcome | null {
  return (ending && proposals[ending]) ?? null;
}

/** True where the client was not called at all, by no fault of the client: another way of dialling may still work. */
export function isOurFault(ending: CallEnding | null): boolean {
  return (
    ending !== null &&
    ['MIC_REFUSED', 'MIC_MISSING', 'NO_SOUND', 'NOT_ALLOWED', 'LINE_LOST', 'SERVER_TROUBLE'].includes(ending)
  );
}
