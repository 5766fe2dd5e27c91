import { readAs } from '#test/session/read-as.ts';

/**
 * Reads an event's door as the centre holds it, on a device of its own, and prints its facts as JSON:
 * `node test/session/door-accountant.ts <centre> <one-time code> <event>`. Fails where the two sides are not equal.
 */
const [, , centralUrl = '', code = '', eventId = ''] = process.argv;
const facts = await readAs(centralUrl, code, (db) =>
  db
    .prepare(
      `SELECT check_in.id, guest.ticket_code AS code, check_in.desk, check_in.kind, check_in.answers
         FROM check_in JOIN guest ON guest.id = check_in.guest_id WHERE check_in.event_id = ?`,
    )
    .all(eventId),
);
process.stdout.write(JSON.stringify(facts));
