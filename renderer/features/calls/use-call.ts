import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Outcome } from '#core/calls/contact.ts';
import { isMovable } from '#core/calls/follow-up.ts';
import { dispositionOf } from '#core/calls/dispositions.ts';
import type { Chip, DeskAction, DeskMode } from '#renderer/features/calls/desk-keys.ts';
import { useUpcoming } from '#renderer/features/calls/InvitePicker.tsx';
import { useDeskKeys } from '#renderer/features/calls/use-desk-keys.ts';
import type { Desk } from '#renderer/features/calls/use-desk.ts';
import { useTickingNow } from '#renderer/features/calls/use-ticking-now.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { client } from '#renderer/lib/api.ts';

/** What is going on with the client on screen: the mode, the note, the timer, the number; and what each press does. */
export interface Call extends CallState {
  readonly noteRef: RefObject<HTMLTextAreaElement | null>;
  readonly change: (changed: Partial<Pick<CallState, 'note' | 'isWriting'>>) => void;
  readonly now: number;
  readonly act: (action: DeskAction) => void;
  readonly pickDate: (at: number) => void;
}

/** What belongs to one client's call and starts anew with the next one. */
interface CallState {
  readonly forId: string | null;
  readonly note: string;
  /** The note has the keys: letters and digits are text. */
  readonly isWriting: boolean;
  readonly mode: DeskMode;
  /** A date is being typed: for the callback in hand, or for the call just logged. */
  readonly picking: 'callback' | 'logged' | null;
  /** The number, once it was revealed for dialling. */
  readonly phone: string | null;
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
}

/** Runs one call after the other at the desk. */
export function useCall(desk: Desk): Call {
  const { t } = useCallWords();
  const navigate = useNavigate();
  const now = useTickingNow(desk.now);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const { card, currentId } = desk;
  const [state, setState] = useState<CallState>(() => fresh(currentId));
  if (state.forId !== currentId) setState(fresh(currentId));
  const change = (changed: Partial<CallState>): void => setState((before) => ({ ...before, ...changed }));
  const { note, isWriting, mode, picking, startedAt } = state;
  const events = useUpcoming();
  useEffect(() => {
    if (currentId !== null && picking === null) noteRef.current?.focus();
  }, [picking, currentId]);

  const { last } = desk.calls;
  const canReschedule =
    last?.state === 'saved' && last.tasks.some(({ kind }) => isMovable(kind)) && last.undoUntil > now;

  const log = (outcome: Outcome, followUpAt: number | null): void => {
    desk.log(outcome, { note: note.trim(), followUpAt, startedAt });
  };
  const dial = async (): Promise<void> => {
    if (!card?.verdict.allowed) return;
    const { phone: number } = await client.clients.revealPhone({ id: card.clientId, reason: 'DIAL' });
    change({ phone: number, startedAt: desk.now(), stoppedAt: null });
    if (number) handOver(number);
  };
  const invite = async (eventId: string): Promise<void> => {
    change({ mode: 'ready' });
    if (!card) return;
    const { invited, skipped } = await client.events.invite({
      eventId,
      clientIds: [card.clientId],
      from: 'CALL',
    });
    const message =
      invited.length > 0 ? t('invite.done', { name: card.name }) : t(`invite.${skipped[0]?.reason}`);
    notifications.show({ message, color: invited.length > 0 ? 'teal' : 'yellow', position: 'top-center' });
  };
  const press = (outcome: Outcome): void => {
    if (!card) return;
    const { next, isInboundToo } = dispositionOf(outcome);
    if (!card.verdict.allowed && !isInboundToo) return;
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
        return void (events[action.index] && invite(events[action.index]?.id ?? ''));
      case 'undo':
        return void desk.undo();
      case 'back':
        return desk.back();
      case 'timer':
        return change(toggled(state, desk.now()));
      case 'dial':
        return void dial();
      case 'write':
        noteRef.current?.focus();
        return change({ isWriting: true });
      case 'finishNote':
        noteRef.current?.blur();
        return change({ isWriting: false });
      case 'invite':
        return card && change({ mode: 'invite' });
      case 'risk':
        return void (
          card && navigate({ to: '/clients/$clientId/risk-test', params: { clientId: card.clientId } })
        );
      case 'history':
        return void (card && navigate({ to: '/clients/$clientId', params: { clientId: card.clientId } }));
      case 'cancel':
        return change({ picking: null, mode: 'ready' });
      default:
        return undefined;
    }
  };
  useDeskKeys(noteRef, { mode, isWriting, canReschedule }, act);
  return { ...state, noteRef, change, now, act, pickDate };
}

function fresh(forId: string | null): CallState {
  return {
    forId,
    note: '',
    isWriting: false,
    mode: 'ready',
    picking: null,
    phone: null,
    startedAt: null,
    stoppedAt: null,
  };
}

type Timer = Pick<CallState, 'startedAt' | 'stoppedAt'>;

function toggled({ startedAt, stoppedAt }: Timer, now: number): Timer {
  return startedAt === null || stoppedAt !== null
    ? { startedAt: now, stoppedAt: null }
    : { startedAt, stoppedAt: now };
}

/**
 * Hands a number to whatever this computer dials with. In the browser the number is a link instead: the browser
 * would ask first, and its question would take the keyboard away from the desk.
 */
function handOver(number: string): void {
  if (!('zhikeDesktop' in globalThis)) return;
  const link = document.createElement('a');
  link.href = `tel:${number}`;
  link.click();
}
