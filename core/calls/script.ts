import { z } from 'zod';
import scriptsV1 from '#resources/call-scripts-v1.json' with { type: 'json' };
import type { BusinessDay } from '#core/base/time.ts';
import { reasons, type Reason } from '#core/calls/contact.ts';
import { dayField } from '#core/sync/fields.ts';
import { checkWording, type WordingFinding } from '#core/wording/banned-words.ts';

/** `{name}`, or with an alternative `{product|您的产品}`. */
const placeholder = /\{(\w+)(?:\|([^}]*))?\}/g;

const bilingual = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** The shape of a collection of call scripts, shipped or published. */
export const callScriptsSchema = z.object({
  id: z.literal('call-scripts'),
  version: z.int().positive(),
  effectiveFrom: dayField,
  source: z.string(),
  scripts: z.record(
    z.enum(reasons),
    z.object({
      /** Null until compliance has reviewed it; an unreviewed script blocks its calls (notice 316, Art. 6). */
      reviewedOn: dayField.nullable(),
      /** `{name}` is filled with the client's fact; an alternative follows a bar: `{product|您的产品}`. */
      lines: z.array(bilingual).min(1),
    }),
  ),
});

export type CallScripts = z.infer<typeof callScriptsSchema>;
export type Script = CallScripts['scripts'][Reason];
export type ScriptLanguage = keyof z.infer<typeof bilingual>;

/** The scripts that ship: versioned data with a source. */
export const callScripts: CallScripts = callScriptsSchema.parse(scriptsV1);

/** True when a script has a place for a fact, such as `product`. */
export function scriptNames({ lines }: Script, fact: string): boolean {
  return lines.some((line) => [...line['zh-CN'].matchAll(placeholder)].some(([, name]) => name === fact));
}

/** A line as it may be said; `cautions` are the words in it that need a reason. */
export interface ScriptLine {
  readonly text: string;
  readonly cautions: readonly WordingFinding[];
}

/** A line that is not said: the client's fact is missing, or what was filled in holds a banned word. */
export interface LeftOut {
  readonly missing: readonly string[];
  readonly banned: readonly WordingFinding[];
}

export interface FilledScript {
  readonly lines: readonly ScriptLine[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Fills a script's lines with the client's facts. A line with a fact that is missing and has no alternative
 * is left out whole, a half sentence is worse than none; so is a line with a forbidden word. Both are told.
 */
export function fillScript(
  script: Script,
  facts: Readonly<Record<string, string | null>>,
  { language, day }: { readonly language: ScriptLanguage; readonly day: BusinessDay },
): FilledScript {
  const lines: ScriptLine[] = [];
  const leftOut: LeftOut[] = [];
  for (const line of script.lines) {
    const missing: string[] = [];
    const text = line[language].replaceAll(placeholder, (_, name: string, instead?: string) => {
      const value = facts[name] ?? instead;
      if (value === undefined) missing.push(name);
      return value ?? '';
    });
    const findings = missing.length > 0 ? [] : checkWording(text, day);
    const banned = findings.filter(({ severity }) => severity === 'FORBIDDEN');
    if (missing.length > 0 || banned.length > 0) leftOut.push({ missing, banned });
    else lines.push({ text, cautions: findings });
  }
  return { lines, leftOut };
}

/** What is known of scripts on the last day anybody asked about them. */
const speakable = new WeakMap<Script, { readonly day: BusinessDay; readonly is: boolean }>();

/**
 * True when a call may be made with a script: compliance has reviewed it, and none of its own words is forbidden on that
 * day, for a word list may be newer than a review (notice 316, Art. 6; domain §3.7).
 */
export function isSpeakable(script: Script, day: BusinessDay): boolean {
  const known = speakable.get(script);
  if (known?.day === day) return known.is;
  const is = isCleanAndReviewed(script, day);
  speakable.set(script, { day, is });
  return is;
}

function isCleanAndReviewed({ reviewedOn, lines }: Script, day: BusinessDay): boolean {
  const own = lines.flatMap((line) => [line['zh-CN'], line.en]);
  const isClean = (text: string): boolean =>
    checkWording(text.replaceAll(placeholder, ' … '), day).every(({ severity }) => severity === 'CAUTION');
  return reviewedOn !== null && own.every(isClean);
}
