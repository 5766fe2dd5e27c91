import { openShortcutHelp } from '#renderer/app/ShortcutHelp.tsx';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Outcome } from '#core/calls/contact.ts';
import { isMovable } from '#core/calls/follow-up.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import type { MessageChannel } from '#core/messages/message.ts';
import { fresh, toggled, type CallState } from '#renderer/features/calls/call-state.ts';
import type { Chip, DeskAction } from '#renderer/features/calls/desk-keys.ts';
import { keepDraft, leaveDeskFor } from '#renderer/features/calls/desk-memory.ts';
import { openMessages } from '#renderer/features/messages/open-messages.ts';
import { askForHistory } from '#renderer/features/clients/timeline-query.ts';
import { useUpcoming } from '#renderer/features/calls/InvitePicker.tsx';
import { useLadderReasons } from '#renderer/features/events/ladder-reasons.ts';
import { useDeskKeys } from '#renderer/features/calls/use-desk-keys.ts';
import type { Desk } from '#renderer/features/calls/use-desk.ts';
import { useStable } from '#renderer/lib/use-stable.ts';
import { useInvitation } from '#renderer/features/calls/use-invitation.ts';
import { useTickingNow } from '#renderer/features/calls/use-ticking-now.ts';
import { dialClient, usePhone } from '#renderer/features/phone/phone-store.ts';
import { pressPhone } from '#renderer/features/phone/press.ts';
import { timerOf } from '#renderer/features/phone/timer.ts';
import { setTimerRunning } from '#renderer/features/reminders/talking.ts';
import { client } from '#renderer/lib/api.ts';

/** What is going on with the client on screen: the mode, the note, the timer, the number; and what each press does. */
export interface Call extends CallState {
  /** The number, once it was revealed for dialling by hand. */
  readonly phone: string | null;
  /** It was dialled as a service. */
  readonly isAsService: boolean;
  readonly noteRef: RefObject<HTMLTextAreaElement | null>;
  readonly change: (changed: Partial<Pick<CallState, 'note' | 'isWriting'>>) => void;
  readonly now: number;
  readonly act: (action: DeskAction) => void;
  readonly pickDate: (at: number) => void;
  readonly answer: (value: string | null) => void;
  /** May an outcome be logged: the gate says yes, or said so when this call began. */
  readonly isOpen: boolean;
}

/** Runs one call after the other at the desk. */
export function useCall(desk: Desk): Call {
  const navigate = useNavigate();
  const now = useTickingNow(desk.now);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const { card, currentId } = desk;
  const [state, setState] = useState<CallState>(() => fresh(currentId));
  if (state.forId !== currentId) setState(fresh(currentId));
  const change = (changed: Partial<CallState>): void => setState((before) => ({ ...before, ...changed }));
  const { note, isWriting, mode, picking } = state;
  const phone = usePhone();
  const dialled = phone.dialled?.callee.clientId === currentId ? phone.dialled : null;
  const timer = timerOf(state, dialled, phone.phone.call);
  const { startedAt } = timer;
  const isTiming = startedAt !== null && timer.stoppedAt === null;
  useEffect(() => setTimerRunning(isTiming ? Date.now() : null), [isTiming]);
  const events = useUpcoming();
  const { invited, invite, takeBack } = useInvitation(card, change);
  const reasons = useLadderReasons();
  useEffect(() => {
    if (currentId !== null && picking === null) noteRef.current?.focus();
  }, [picking, currentId]);

  const { startedAt: heldFrom, stoppedAt } = state;
  useEffect(() => {
    if (state.forId === currentId) keepDraft(currentId, { note, startedAt: heldFrom, stoppedAt });
  }, [state.forId, currentId, note, heldFrom, stoppedAt]);

  // Who was dialled from here was asked about at that very moment.
  const isOpen =
    card !== undefined && (card.verdict.allowed || dialled !== null || desk.isOngoing(startedAt, now));
  const { last } = desk.calls;
  const canReschedule =
    last?.state === 'saved' && last.tasks.some(({ kind }) => isMovable(kind)) && last.undoUntil > now;

  const log = (outcome: Outcome, followUpAt: number | null): void => {
    desk.log(outcome, { note: note.trim(), followUpAt, startedAt });
  };
  const answer = async (value: string | null): Promise<void> => {
    if (!card?.question) return;
    try {
      await client.calls.answer({ clientId: card.clientId, code: card.question.code, value });
      change({ mode: 'ready', isAnswerRefused: false });
      noteRef.current?.focus();
    } catch {
      change({ isAnswerRefused: true });
    }
  };
  const choose = (index: number): void => {
    if (mode === 'invite') void (events[index] && invite(events[index]?.id ?? ''));
    const why = reasons[index];
    if (mode === 'ladder' && why && state.ladderFor) void invite(state.ladderFor, why);
    const option = card?.question?.options[index];
    if (mode === 'question' && card?.question?.input === 'TEST' && index === 0)
      leaveFor('/clients/$clientId/risk-test');
    else if (mode === 'question' && option) void answer(option.value);
  };
  const leaveFor = (to: '/clients/$clientId' | '/clients/$clientId/risk-test', tab?: 'history'): void => {
    if (!card) return;
    const { clientId, name } = card;
    leaveDeskFor({ clientId, name });
    if (tab === 'history') askForHistory(clientId);
    void navigate({ to, params: { clientId }, ...(tab && { search: { tab } }) });
  };
  /** Takes back what was done last: the invitation made with one key, or the call logged. */
  const undo = async (): Promise<void> => {
    const isCallNewer =
      last !== null && last.state !== 'undone' && (last.savedAt ?? Infinity) > (invited?.at ?? 0);
    if (invited && invited.until > desk.now() && !isCallNewer) return takeBack(invited);
    const before = await desk.undo();
    if (before) change({ note: before, isWriting: true });
  };
  const write = (channel: MessageChannel): void => {
    if (card) openMessages({ clientId: card.clientId, channel, reason: card.reason, taskId: card.taskId });
  };
  const press = (outcome: Outcome): void => {
    if (!card) return;
    const { next, isInboundToo } = dispositionOf(outcome);
    if (!isOpen && !isInboundToo) return;
    if (outcome === 'DNC' && mode !== 'dnc') change({ mode: 'dnc' });
    else if (next === 'CALLBACK') change({ mode: 'date' });
    else log(outcome, null);
  };
  const chip = (picked: Chip): void => {
    const isCallback = mode === 'date';
    if (picked === 'pick') change({ picking: isCallback ? 'callback' : 'logged' });
    else if (desk.chips && isCallback) log('CALLBACK', desk.chips[picked]);
    else if (desk.chips) void desk.calls.reschedule(desk.chips[picked]);
  };
  const pickDate = (at: number): void => {
    if (picking === 'callback') log('CALLBACK', at);
    else void desk.calls.reschedule(at);
    change({ picking: null });
  };

  const act = (action: DeskAction): void => {
    switch (action.kind) {
      case 'outcome':
        return press(action.outcome);
      case 'chip':
        return chip(action.chip);
      case 'skip':
        return card && change({ mode: 'skip' });
      case 'skipFor':
        return void desk.skip(action.reason);
      case 'choose':
        return choose(action.index);
      case 'undo':
        return void undo();
      case 'back':
        return desk.back();
      case 'timer':
        return dialled?.way === 'SIP' ? undefined : change(toggled(timer, desk.now()));
      case 'dial':
        return void (card && dialClient(card));
      case 'phone':
        if (action.press === 'keypad') return change({ mode: 'keypad' });
        return pressPhone(action.press, phone, card ?? null);
      case 'write':
        noteRef.current?.focus();
        return change({ isWriting: true });
      case 'finishNote':
        noteRef.current?.blur();
        return change({ isWriting: false });
      case 'invite':
        return void (card && (card.salon ? invite(card.salon.eventId) : change({ mode: 'invite' })));
      case 'inviteTo':
        return card && change({ mode: 'invite' });
      case 'question':
        return card?.question ? change({ mode: 'question', isAnswerRefused: false }) : undefined;
      case 'notSaid':
        return void answer(null);
      case 'answerInWords':
        return document.querySelector<HTMLInputElement>('[data-answer]')?.focus();
      case 'why':
        return card && change({ mode: 'why' });
      case 'mend':
        return desk.calls.failed[0] && desk.mend(desk.calls.failed[0]);
      case 'risk':
        return leaveFor('/clients/$clientId/risk-test');
      case 'history':
        return leaveFor('/clients/$clientId', 'history');
      case 'help':
        return openShortcutHelp();
      case 'sms':
        return write('SMS');
      case 'wechat':
        return write('WECHAT');
      case 'cancel':
        return change({ picking: null, mode: 'ready', ladderFor: null });
      default:
        return undefined;
    }
  };
  const steady = useStable(act);
  useDeskKeys(noteRef, { mode, isWriting, canReschedule }, steady);
  return {
    ...state,
    ...timer,
    phone: dialled?.number ?? null,
    isAsService: dialled?.asService ?? false,
    noteRef,
    change,
    now,
    act: steady,
    pickDate,
    answer: (value) => void answer(value),
    isOpen,
  };
}
