import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from '#core/api/procedure.ts';
import { clientFilter, clientSort } from '#core/clients/filter.ts';
import { fileLimits, fileProblem, inspection, readingChoice } from '#core/import/inspection.ts';
import { duplicateChoice, importCounts, importState, rowOutcome } from '#core/import/outcome.ts';
import { planProblem } from '#core/import/plan.ts';
import { importPlan, rowIssue } from '#core/import/target.ts';
import { idField, instantField } from '#core/sync/fields.ts';

/** Bytes on their way in: a Blob (part of the chosen file) in both shells. */
export interface Bytes {
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}
const bytesField = z.custom<Bytes>((value) => {
  const { size, arrayBuffer } = (value ?? {}) as Partial<Bytes>;
  return (
    typeof size === 'number' && size > 0 && size <= fileLimits.chunkBytes && typeof arrayBuffer === 'function'
  );
});

const one = z.object({ importId: idField });

const runLine = z.object({
  id: idField,
  state: importState,
  /** Why it failed: a FileProblem, or a store's code. */
  problem: z.string().nullable(),
  fileName: z.string(),
  fileBytes: z.int(),
  receivedBytes: z.int(),
  sha256: z.string().nullable(),
  begunAt: instantField,
  startedAt: instantField.nullable(),
  finishedAt: instantField.nullable(),
  rowsTotal: z.int().nullable(),
  rowsDone: z.int(),
  counts: importCounts,
  /** Estimated from the pace since it was started or resumed; null when it does not run. */
  timeLeftMs: z.int().nullable(),
});
export type ImportRunLine = z.infer<typeof runLine>;

const waitingRow = z.object({
  id: idField,
  rowNo: z.int(),
  cells: z.array(z.string()),
  issues: z.array(rowIssue),
  match: z
    .object({
      clientId: idField,
      name: z.string(),
      phoneMasked: z.string().nullable(),
      by: z.enum(['PHONE', 'REF', 'SAME_ROW']),
      /** The other row stands in the same file. */
      isInFile: z.boolean(),
      differences: z.array(
        z.object({ field: z.string(), incoming: z.string(), known: z.string().nullable() }),
      ),
    })
    .nullable(),
});
export type ImportWaitingRow = z.infer<typeof waitingRow>;

const exportFormat = z.enum(['csv', 'xlsx']);
const exportLanguage = z.enum(['zh-CN', 'en']);
/** A file on its way out, piece by piece; `bytes` is base64. */
const filePieces = eventIterator(z.object({ rows: z.int(), total: z.int(), bytes: z.string() }));

const notReady = { NOT_READY: { message: 'This import is not in a state for that.' } };
const unreadable = {
  UNREADABLE: { message: 'The file cannot be read.', data: z.object({ problem: fileProblem }) },
};
const badPlan = {
  BAD_PLAN: { message: 'The plan cannot be started.', data: z.object({ problem: planProblem }) },
};

/** Bringing files of clients in, settling what needs a decision, and taking clients out. */
export const importsContract = {
  /** Announces a file; its bytes follow by `append`. */
  begin: procedure
    .errors(unreadable)
    .input(z.object({ fileName: z.string().min(1).max(200), fileBytes: z.int().min(0) }))
    .output(one),
  /** Stages the next bytes, at most 1 MiB; they lie encrypted until the import ends. */
  append: procedure
    .errors(notReady)
    .errors({
      OUT_OF_STEP: { message: 'These bytes do not follow.', data: z.object({ received: z.int() }) },
    })
    .input(one.extend({ offset: z.int().min(0), bytes: bytesField }))
    .output(z.object({ received: z.int() })),
  /** Reads the whole file once and says what is in it; `wish` overrides what was judged. */
  inspect: procedure
    .errors(notReady)
    .errors(unreadable)
    .input(one.extend({ wish: readingChoice.partial() }))
    .output(inspection),
  /** Starts in the background; see `get` and the `import` signal. */
  start: procedure
    .errors(notReady)
    .errors(badPlan)
    .input(one.extend({ plan: importPlan })),
  /** Stops where it stands (what is imported stays), or forgets a file that was not started. */
  cancel: procedure.errors(notReady).input(one),
  get: procedure
    .input(one)
    .output(runLine.extend({ plan: importPlan.nullable(), inspection: inspection.nullable() })),
  list: procedure.output(z.array(runLine)),
  /** Rows that wait: quarantined with a reason per field, or duplicates with what differs. */
  rows: procedure
    .input(
      one.extend({
        state: z.enum(['QUARANTINED', 'DUPLICATE']),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(waitingRow) })),
  /** Corrects a quarantined row; it is judged again and imported, or stays with its new faults. */
  fix: procedure
    .errors(notReady)
    .input(z.object({ rowId: idField, cells: z.array(z.string().max(32_767)).max(1000) }))
    .output(z.object({ outcome: rowOutcome, row: waitingRow.nullable() })),
  /** Throws quarantined rows away; `rowIds: null` means all of the run. */
  discard: procedure
    .input(one.extend({ rowIds: z.array(idField).max(500).nullable() }))
    .output(z.object({ count: z.int() })),
  /** Settles duplicates; `rowIds: null` means all of the run. */
  resolve: procedure
    .errors(notReady)
    .input(one.extend({ rowIds: z.array(idField).max(500).nullable(), choice: duplicateChoice }))
    .output(importCounts),
  /** States origin and basis anew for a finished run and judges its quarantine again. */
  restate: procedure
    .errors(notReady)
    .errors(badPlan)
    .input(
      one.extend(
        importPlan.pick({ origin: true, basis: true, statement: true, marketingChannels: true }).shape,
      ),
    )
    .output(importCounts),
  exportQuarantine: procedure
    .errors(notReady)
    .input(one.extend({ format: exportFormat, language: exportLanguage }))
    .output(filePieces),
  /** Clients by the list's filter, or by id; full numbers are logged as reveals, one a client. */
  exportClients: procedure
    .input(
      z.object({
        format: exportFormat,
        language: exportLanguage,
        filter: clientFilter,
        sort: clientSort.default({ by: 'name', descending: false }),
        ids: z.array(idField).max(200_000).nullable(),
        hasFullNumbers: z.boolean(),
      }),
    )
    .output(filePieces),
};
