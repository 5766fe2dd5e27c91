import { z } from 'zod';
import words from '#resources/risk-task-words-v1.json' with { type: 'json' };
import { fill, type Language } from '#core/risk/step-text.ts';

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** What each notice speaks of. */
interface NoticeParams {
  readonly TEST_VOID_DAY: Record<'taken' | 'retryOn', string>;
  readonly TEST_VOID_WINDOW: Record<'taken' | 'retryOn', string>;
  readonly LEVEL_ENDED: Record<'day' | 'said', string>;
  readonly CALL_BACK: Record<'product' | 'rating', string>;
  readonly WAIT_OVER: Record<'product', string>;
  readonly RATING_CHANGED: Record<'product' | 'before' | 'after', string>;
  /** `eventId`: where the guest list is. */
  readonly GUEST_REFUSED: Record<'talk' | 'eventId' | 'guest' | 'products', string>;
}
type NoticeCode = keyof NoticeParams;

const noticeCode = z.enum([
  'TEST_VOID_DAY',
  'TEST_VOID_WINDOW',
  'LEVEL_ENDED',
  'CALL_BACK',
  'WAIT_OVER',
  'RATING_CHANGED',
  'GUEST_REFUSED',
] satisfies NoticeCode[]);
/** Notices whose task has a last day, not an hour: they want doing from the start. */
export const deadlineNotices: readonly NoticeCode[] = ['CALL_BACK', 'RATING_CHANGED', 'GUEST_REFUSED'];
const { notices } = z
  .object({ version: z.int(), source: z.string(), notices: z.record(noticeCode, bilingual) })
  .parse(words);

const written = /^([A-Z_]+) (\{.*\})$/s;
/** What a client told may be long; a task's text takes 4000 letters. */
const mostLetters = 1000;

/**
 * Returns what a task that follows from facts carries as its text: a code with what it speaks of. Whoever writes it knows
 * no language, and whoever reads it may have another.
 */
export function taskNotice<One extends NoticeCode>(code: One, params: NoticeParams[One]): string {
  const short = Object.entries<string>(params).map(([name, value]) => [name, value.slice(0, mostLetters)]);
  return `${code} ${JSON.stringify(Object.fromEntries(short))}`;
}

/** Returns what a task's text is a notice of; null for a text that somebody wrote. */
export function noticeCodeOf(text: string): NoticeCode | null {
  return noticeCode.safeParse(written.exec(text)?.[1]).data ?? null;
}

/** Returns one value of a notice, such as the event it leads to; null where there is none. */
export function noticeValue(text: string, name: string): string | null {
  return readNotice(text)?.params[name] ?? null;
}

/** Returns a notice in words of the screen's language; null for a text that somebody wrote. */
export function noticeWords(text: string, language: Language): string | null {
  const notice = readNotice(text);
  return notice && fill(notices[notice.code][language], notice.params);
}

function readNotice(
  text: string,
): { readonly code: NoticeCode; readonly params: Record<string, string> } | null {
  const code = noticeCodeOf(text);
  if (code === null) return null;
  try {
    const params: unknown = JSON.parse(written.exec(text)?.[2] ?? '');
    return { code, params: z.record(z.string(), z.string()).parse(params) };
  } catch {
    return null;
  }
}

/** Returns a task's text in words of the screen's language; what somebody wrote as it was written. */
export function taskWords(text: string, language: Language): string {
  return noticeWords(text, language) ?? text;
}
