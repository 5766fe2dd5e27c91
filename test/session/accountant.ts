import { readAs } from '#test/session/read-as.ts';

/**
 * Reads a manager's calls since an instant as the centre holds them, on a device of its own, and prints them as JSON:
 * `node test/session/accountant.ts <centre> <one-time code> <ISO 8601>`. Fails where the two sides are not equal.
 */
const [, , centralUrl = '', code = '', since = ''] = process.argv;
const calls = await readAs(centralUrl, code, (db, managerId) =>
  db
    .prepare(
      `SELECT client_id AS clientId, outcome FROM contact WHERE started_at >= ? AND manager_id = ?
         AND id NOT IN (SELECT contact_id FROM contact_undo)`,
    )
    .all(Date.parse(since), managerId),
);
process.stdout.write(JSON.stringify(calls));
