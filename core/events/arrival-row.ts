import { beijingText, type Instant } from '#core/base/time.ts';
import type { Standing } from '#core/events/counters.ts';
import { eventPaperWords, tierWord } from '#core/events/paper-words.ts';
import type { OutCell } from '#core/import/export-cell.ts';
import type { Language } from '#core/risk/step-text.ts';

/** A guest as an arrivals file tells of them; instants are clamped as the door shows them. */
export interface Arrived {
  readonly name: string;
  readonly broughtBy: string | null;
  /** As it may be written: masked, unless full numbers were asked for and logged. */
  readonly phone: string | null;
  readonly tier: string | null;
  readonly hostName: string | null;
  readonly standing: Standing;
  readonly seat: string | null;
  readonly enteredAt: Instant | null;
  readonly leftAt: Instant | null;
  readonly desk: string | null;
  readonly doubles: number;
  readonly overrideReason: string | null;
  readonly ticketCode: string | null;
}

/** Returns a guest's row under the headers of `eventPaperWords`; times are Shanghai's. */
export function arrivalRow(guest: Arrived, language: Language): OutCell[] {
  const { standing } = eventPaperWords(language);
  return [
    guest.name,
    guest.broughtBy,
    guest.phone,
    tierWord(guest.tier, language),
    guest.hostName,
    standing[guest.standing],
    guest.seat,
    guest.enteredAt === null ? null : beijingText(guest.enteredAt),
    guest.leftAt === null ? null : beijingText(guest.leftAt),
    guest.desk,
    guest.doubles > 0 ? guest.doubles : null,
    guest.overrideReason,
    guest.ticketCode,
  ];
}
