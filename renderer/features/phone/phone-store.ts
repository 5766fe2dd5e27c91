import { useSyncExternalStore } from 'react';
import { uuidv7 } from 'uuidv7';
import type { LineRecord, QueueItem } from '#core/api/calls.ts';
import type { DialWay } from '#core/calls/phone-call.ts';
import { afterEvent, idlePhone, isLive, type PhoneEvent, type Softphone } from '#core/calls/softphone.ts';
import { openMicrophone } from '#renderer/features/phone/microphone.ts';
import { openSipLine, type SipAccount, type SipLine } from '#renderer/features/phone/sip-line.ts';
import { play, ring } from '#renderer/features/phone/sound.ts';
import { client } from '#renderer/lib/api.ts';

/** Whom to dial, and why. */
export type Callee = Pick<QueueItem, 'clientId' | 'name' | 'reason' | 'taskId'>;

/** A number that left by one of the three ways. */
export interface Dialled {
  readonly callee: Callee;
  /** The contact under which the call will be logged. */
  readonly contactId: string;
  readonly way: DialWay;
  readonly asService: boolean;
  readonly dialledAt: number;
  /** Shown where a person must read or press it; a softphone needs nobody to. */
  readonly number: string | null;
}

/** Why nothing was dialled. */
export type Refusal = { readonly callee: Callee; readonly way: DialWay } & (
  | { readonly kind: 'GATE'; readonly verdict: QueueItem['verdict']; readonly canServe: boolean }
  | { readonly kind: 'LINE' | 'IN_CALL' | 'NO_NUMBER' | 'CLIPBOARD' | 'FAILED' }
);

export interface PhoneState {
  readonly phone: Softphone;
  readonly dialled: Dialled | null;
  readonly refusal: Refusal | null;
  /** How this workstation dials when nobody says otherwise. */
  readonly way: DialWay;
  readonly prefix: string;
}

// One telephone for the page: a call goes on while the manager turns to another screen.
let state: PhoneState = { phone: idlePhone, dialled: null, refusal: null, way: 'TEL', prefix: '' };
let line: SipLine | null = null;
let lineTurn = 0;
let clockOffsetMs = 0;
const listeners = new Set<() => void>();

function set(changed: Partial<PhoneState>): void {
  state = { ...state, ...changed };
  for (const listener of listeners) listener();
}

function emit(event: PhoneEvent): void {
  set({ phone: afterEvent(state.phone, event) });
}

/** The workstation's time, as far as the last dialling told it. */
function now(): number {
  return Date.now() + clockOffsetMs;
}

/** Returns the telephone as it is, and again whenever it changes. */
export function usePhone(): PhoneState {
  return useSyncExternalStore(subscribe, () => state);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes the settings over, and registers where they name an account; a line that stood before is closed. */
export async function setUpPhone(
  settings: { readonly way: DialWay; readonly prefix: string },
  account: SipAccount | null,
): Promise<void> {
  lineTurn += 1;
  const turn = lineTurn;
  line?.close();
  line = null;
  set({ way: settings.way, prefix: settings.prefix });
  emit({ kind: 'SWITCHED_OFF' });
  if (!account) return;
  const tools = { emit: (event: PhoneEvent) => turn === lineTurn && emit(event), now, play, ring };
  const opened = await openSipLine(account, tools);
  if (turn === lineTurn) line = opened;
  else opened.close();
}

/** Hangs up, ends the registration and forgets whom was dialled: the session is over. */
export function shutDownPhone(): void {
  void setUpPhone({ way: 'TEL', prefix: '' }, null);
  emit({ kind: 'CLEARED' });
  set({ dialled: null, refusal: null });
}

/** Dials a client: asks the gate, puts on record that the number left, and hands it to the chosen way. */
export async function dialClient(
  callee: Callee,
  { way = state.way, asService = false }: { readonly way?: DialWay; readonly asService?: boolean } = {},
): Promise<void> {
  const refuse = (kind: 'LINE' | 'IN_CALL' | 'NO_NUMBER' | 'CLIPBOARD' | 'FAILED'): void =>
    set({ refusal: { callee, way, kind } });
  if (isLive(state.phone.call)) return refuse('IN_CALL');
  if (way === 'SIP' && (!line || state.phone.line.state !== 'REGISTERED')) return refuse('LINE');
  const contactId = uuidv7();
  const { clientId, reason, taskId } = callee;
  try {
    const answer = await client.phone.dial({ contactId, clientId, way, reason, taskId, asService });
    clockOffsetMs = answer.dialledAt - Date.now();
    const number = way === 'SIP' ? null : answer.number;
    emit({ kind: 'CLEARED' });
    set({
      refusal: null,
      dialled: { callee, contactId, way, asService, dialledAt: answer.dialledAt, number },
    });
    if (way === 'SIP') await dialOverLine(`${state.prefix}${answer.number}`, answer.dialledAt);
    if (way === 'TEL') handOver(answer.number);
    if (way === 'COPY') await navigator.clipboard.writeText(answer.number).catch(() => refuse('CLIPBOARD'));
  } catch (error) {
    const { code, data } = error as { code?: string; data?: QueueItem['verdict'] & { canServe: boolean } };
    if (code === 'BLOCKED' && data) {
      const { canServe, ...verdict } = data;
      set({ refusal: { callee, way, kind: 'GATE', verdict, canServe } });
    } else refuse(code === 'NO_NUMBER' ? 'NO_NUMBER' : 'FAILED');
  }
}

async function dialOverLine(number: string, at: number): Promise<void> {
  emit({ kind: 'DIALLED', at });
  const microphone = await openMicrophone();
  // Given up while the browser asked for the microphone.
  if (!isLive(state.phone.call)) return void (microphone.ok && stop(microphone.value));
  if (!microphone.ok) return emit({ kind: 'ENDED', at: now(), ending: microphone.error });
  if (line) line.dial(number, microphone.value);
  else emit({ kind: 'ENDED', at: now(), ending: 'LINE_LOST' });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Hangs up, or gives up before anybody answered. */
export function hangUp(): void {
  const { call } = state.phone;
  if (!isLive(call)) return;
  line?.hangUp();
  // Where the line had no call yet, or could tell nobody: the manager hung up all the same.
  emit({ kind: 'ENDED', at: now(), ending: call?.answeredAt === null ? 'CANCELLED' : 'SELF' });
}

export function toggleMute(): void {
  line?.setMuted(!state.phone.call?.isMuted);
}

export function toggleHold(): void {
  line?.setHeld(state.phone.call?.stage !== 'HELD');
}

export function sendTone(tone: string): void {
  line?.sendTone(tone);
}

export function dismissRefusal(): void {
  set({ refusal: null });
}

/**
 * Returns what the telephone says of the call to a client that is being logged, and forgets it; hangs up first where
 * the line is still open. Null where the client was not dialled from here.
 */
export function takeLine(clientId: string): { readonly contactId: string; readonly line: LineRecord } | null {
  if (state.refusal?.callee.clientId === clientId) dismissRefusal();
  const { dialled } = state;
  if (dialled?.callee.clientId !== clientId) return null;
  if (dialled.way === 'SIP') hangUp();
  const { contactId, way, asService, dialledAt } = dialled;
  const call = way === 'SIP' ? state.phone.call : null;
  const { answeredAt = null, endedAt = null, ending = null } = call ?? {};
  emit({ kind: 'CLEARED' });
  set({ dialled: null });
  return { contactId, line: { way, asService, dialledAt, answeredAt, endedAt, ending } };
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
