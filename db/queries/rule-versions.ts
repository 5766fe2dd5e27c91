import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { decode } from '#db/rows.ts';

/** A version as it lies here, believed or not. */
export interface StoredRuleVersion extends RuleVersionFields {
  readonly id: string;
}

/** Returns every published version of rule data, by kind, name and number. */
export function ruleVersions(db: ReadableDb): StoredRuleVersion[] {
  return sql<Record<string, unknown>>(db, 'SELECT * FROM rule_version ORDER BY kind, name, number, id')
    .all()
    .map((record) => ({ ...decode('ruleVersion', record), id: record['id'] as string }));
}

/** Returns a text that changes whenever a published version comes or goes. */
export function ruleVersionsStamp(db: ReadableDb): string {
  const found = sql<{ count: number; seq: number | null }>(
    db,
    'SELECT count(*) AS count, max(seq) AS seq FROM rule_version',
  ).get();
  return `${found?.count ?? 0}/${found?.seq ?? 0}`;
}
