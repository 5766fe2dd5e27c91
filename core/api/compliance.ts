import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { entry, entryFilter, entryKindField, entryPlace } from '#core/compliance/entry.ts';
import { gapLine } from '#core/compliance/gap.ts';
import { ruleVersionFields } from '#core/risk/rule-version.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/** How far an export is; the last one tells where the file lies and, of a sealed one, its last hash. */
const exportStep = z.object({
  rows: z.int(),
  total: z.int(),
  done: z
    .object({
      file: z.string(),
      /** SHA-256 of the last line but one of a sealed file: note it down, and no line can be changed unseen. */
      head: z.string().nullable(),
      publicKey: z.string().nullable(),
    })
    .nullable(),
});

/** What was tested, judged, signed, overridden and looked at: for whoever answers for it. */
export const complianceContract = {
  /** Entries newest first, at most `limit`, and where the next page begins; null after the last. */
  entries: procedure
    .input(
      entryFilter.extend({
        before: entryPlace.nullable().default(null),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ entries: z.array(entry), next: entryPlace.nullable() })),
  /** How many entries of each kind the range holds, whatever kinds are chosen. */
  counts: procedure.input(entryFilter.omit({ kinds: true })).output(z.record(entryKindField, z.int())),
  /** The folder an export goes to unless told otherwise. */
  folder: procedure.output(z.object({ folder: z.string() })),
  /** Writes the range to a file of a folder on this machine: whole or not at all. */
  export: procedure
    .errors({
      EXPORT_FAILED: {
        message: 'The file could not be written; nothing was left behind.',
        data: z.object({ code: z.string(), folder: z.string() }),
      },
    })
    .input(
      entryFilter.extend({
        format: z.enum(['xlsx', 'jsonl']),
        folder: z.string().min(1).max(1000),
        language: z.enum(['zh-CN', 'en']),
      }),
    )
    .output(eventIterator(exportStep)),
  /** Clients of whom something is missing that must not be, private ones and the richest first, and how many there are. */
  gaps: procedure
    .input(z.object({ limit: z.int().min(1).max(1000).default(200) }))
    .output(z.object({ total: z.int(), lines: z.array(gapLine) })),
  /** Every version of rule data known here: what ships, what was published, and what is kept aside and why. */
  rules: procedure.output(
    z.array(
      ruleVersionFields.pick({ kind: true, name: true, number: true, effectiveFrom: true }).extend({
        id: idField.nullable(),
        version: z.string().nullable(),
        /** Null for what ships with the program. */
        publishedAt: instantField.nullable(),
        state: z.enum(['IN_FORCE', 'COMING', 'SUPERSEDED', 'NO_KEY', 'BAD_SIGNATURE', 'UNREADABLE']),
      }),
    ),
  ),
};
