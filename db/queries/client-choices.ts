import { sql, type ReadableDb } from '#db/handles.ts';

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** Returns the cities clients live in, most clients first. */
export function listCities(db: ReadableDb): NamedCount[] {
  return sql<NamedCount>(
    db,
    `SELECT city AS name, count(*) AS count FROM client_summary WHERE city IS NOT NULL
     GROUP BY city ORDER BY count DESC, city LIMIT 500`,
  ).all();
}

/** Returns the tags in use whose name contains a text, most used first. */
export function listTags(db: ReadableDb, text: string, limit: number): NamedCount[] {
  return sql<NamedCount>(
    db,
    `SELECT name, count(*) AS count FROM tag WHERE instr(lower(name), lower(?)) > 0
     GROUP BY name ORDER BY count DESC, name LIMIT ?`,
  ).all(text, limit);
}

/** Returns the managers whose clients are on this workstation. */
export function listOwners(db: ReadableDb): { id: string; name: string }[] {
  return sql<{ id: string; name: string }>(
    db,
    `SELECT id, name FROM manager WHERE id IN (SELECT DISTINCT owner_manager_id FROM client_summary) ORDER BY name`,
  ).all();
}
