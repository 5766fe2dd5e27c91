import { messageTexts } from '#core/messages/texts.ts';

/** The default alphabet of 3GPP TS 23.038 and its extension, whose characters take two places. */
const gsm7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const gsm7Extension = '\f^{}\\[~]|€';

/** How long a text is as an SMS. */
export interface SmsLength {
  /** Characters as the network counts them: an emoji or a rare character (𠮷) takes two. */
  readonly used: number;
  readonly segments: number;
  /** Characters that still fit into the last segment. */
  readonly left: number;
}

/**
 * Counts an SMS: 70 characters, or 67 in each part of a longer one, once anything Chinese is in it; 160 and 153 in
 * plain Latin letters. A character of two places is never torn between parts. Source: 3GPP TS 23.038, 23.040.
 */
export function smsLength(text: string): SmsLength {
  const { ucs2, gsm7: latin } = messageTexts.sms;
  const isLatin = [...text].every((char) => gsm7.includes(char) || gsm7Extension.includes(char));
  const { single, part } = isLatin ? latin : ucs2;
  const sizes = [...text].map((char) => sizeOf(char, isLatin));
  const used = sizes.reduce((sum, size) => sum + size, 0);
  if (used <= single) return { used, segments: 1, left: single - used };
  const { segments, filled } = packed(sizes, part);
  return { used, segments, left: part - filled };
}

function sizeOf(char: string, isLatin: boolean): number {
  return isLatin ? (gsm7Extension.includes(char) ? 2 : 1) : char.length;
}

function packed(sizes: readonly number[], part: number): { segments: number; filled: number } {
  let segments = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > part) {
      segments += 1;
      filled = 0;
    }
    filled += size;
  }
  return { segments, filled };
}
