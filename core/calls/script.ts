import { z } from 'zod';
import scriptsV1 from '#resources/call-scripts-v1.json' with { type: 'json' };
import { reasons, type Reason } from '#core/calls/contact.ts';
import { dayField } from '#core/sync/fields.ts';

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

export type Script = z.infer<typeof callScriptsSchema>['scripts'][Reason];
export type ScriptLanguage = keyof z.infer<typeof bilingual>;

/** The scripts in force: versioned data with a source. */
export const callScripts = callScriptsSchema.parse(scriptsV1);

/** Returns the script for a reason and the version of the collection. */
export function scriptOf(reason: Reason): { readonly script: Script; readonly version: number } {
  return { script: callScripts.scripts[reason], version: callScripts.version };
}

/**
 * Fills a script's lines with the client's facts. A line with a fact that is missing and has no alternative
 * is left out whole: a half sentence is worse than none.
 */
export function fillScript(
  script: Script,
  facts: Readonly<Record<string, string | null>>,
  language: ScriptLanguage,
): string[] {
  return script.lines.flatMap((line) => {
    let isWhole = true;
    const text = line[language].replaceAll(
      /\{(\w+)(?:\|([^}]*))?\}/g,
      (_, name: string, instead?: string) => {
        const value = facts[name] ?? instead;
        if (value === undefined) isWhole = false;
        return value ?? '';
      },
    );
    return isWhole ? [text] : [];
  });
}
