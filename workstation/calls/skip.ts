import { callRules, type SkipCode } from '#core/calls/dispositions.ts';
import { minuteMs, type Instant } from '#core/base/time.ts';
import { rememberSkip } from '#db/changes/call-skip.ts';
import type { Station } from '#workstation/station.ts';

/** Lets a client wait on this workstation, for as long as the reason says; returns until when. */
export function skipClient({ db, clock }: Station, clientId: string, reason: SkipCode): Instant {
  const at = clock();
  const rule = callRules.skips.find(({ code }) => code === reason);
  if (!rule) throw new Error(`No skip rule for ${reason}.`);
  const until = at + rule.minutes * minuteMs;
  rememberSkip(db, { clientId, reason, at, until });
  return until;
}
