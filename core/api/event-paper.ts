import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { badgeLayoutIds } from '#core/events/badge-layout.ts';
import { languageField } from '#core/risk/step-text.ts';
import { idField } from '#core/sync/fields.ts';

const asked = z.object({ eventId: idField, language: languageField });
/** A PDF file in base64. */
const file = z.object({ name: z.string(), bytes: z.string(), pages: z.int() });

/** What is printed for a salon. */
export const eventPaperContract = {
  /** Badges of everyone who may come, on A4 sheets. */
  badges: procedure
    .input(asked.extend({ layout: z.enum(badgeLayoutIds), order: z.enum(['NAME', 'SEAT']) }))
    .output(file),
  /** The list for the day everything fails: by pinyin, with a box to tick. */
  list: procedure.input(asked).output(file),
};
