import { isLive } from '#core/calls/softphone.ts';
import type { PhonePress } from '#renderer/features/phone/keys.ts';
import {
  dialClient,
  dismissRefusal,
  hangUp,
  sendTone,
  toggleHold,
  toggleMute,
  type Callee,
  type PhoneState,
} from '#renderer/features/phone/phone-store.ts';

/** Does what a key means for the telephone; `callee` is the client on screen. Opening the keypad is the caller's. */
export function pressPhone(
  press: PhonePress | { readonly tone: string },
  phone: PhoneState,
  callee: Callee | null,
): void {
  if (typeof press === 'object') return sendTone(press.tone);
  if (press === 'hangUp') return isLive(phone.phone.call) ? hangUp() : dismissRefusal();
  if (press === 'mute') return toggleMute();
  if (press === 'hold') return toggleHold();
  const whom = callee ?? phone.refusal?.callee ?? null;
  if (!whom || press === 'keypad') return undefined;
  if (press === 'system') return void dialClient(whom, { way: 'TEL' });
  if (press === 'copy') return void dialClient(whom, { way: 'COPY' });
  const refused = phone.refusal?.kind === 'GATE' && phone.refusal.canServe ? phone.refusal : null;
  return refused ? void dialClient(refused.callee, { way: refused.way, asService: true }) : undefined;
}
