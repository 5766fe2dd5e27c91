import { completenessOf } from '#core/clients/completeness.ts';
import type { ClientFields } from '#core/clients/client.ts';
import { sql, type WritableDb } from '#db/handles.ts';

/** A client before and after some of its fields were changed here. */
export interface ClientEdit {
  readonly fields: readonly string[];
  readonly before: ClientFields;
  readonly after: ClientFields;
}

/** Fields that stand in the summary as they are. */
const copied: Readonly<Record<string, string>> = {
  city: 'city',
  tier: 'tier',
  ownerManagerId: 'owner_manager_id',
};
/** Fields of which a summary knows at most whether they are filled. */
const filledOrNot: ReadonlySet<string> = new Set([
  'gender',
  'birthDay',
  'occupation',
  'incomeBand',
  'otherPlatforms',
  'capacity',
  'source',
  'lawfulBasis',
  'extra',
]);

/**
 * Carries a change of plain fields over into the summary without judging it anew. Returns false, with nothing
 * written, where more than these fields may follow from the change: the client must then be summarised.
 */
export function editSummary(db: WritableDb, id: string, { fields, before, after }: ClientEdit): boolean {
  if (!fields.every((field) => field in copied || filledOrNot.has(field))) return false;
  if (openQuestions(before) !== openQuestions(after)) return false;
  const columns = fields.flatMap((field) => copied[field] ?? []);
  if (columns.length === 0) return true;
  const values = fields.flatMap((field) => (field in copied ? [after[field as keyof ClientFields]] : []));
  const text = `UPDATE client_summary SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE client_id = ?`;
  return sql(db, text).run(...values, id).changes === 1;
}

function openQuestions(client: ClientFields): string {
  return completenessOf({ client, hasConsent: true, hasValidTest: true }).missing.join();
}
