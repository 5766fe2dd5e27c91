import type { TwoWayContacts } from '#core/calls/relationship.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { reachedOutcomes } from '#db/queries/reached.ts';
import { hasReply } from '#db/queries/replies.ts';
import type { Instant } from '#core/base/time.ts';

/** Counts a client's two-way contacts since an instant: talks, messages replied to, salons visited. */
export function countTwoWay(db: ReadableDb, clientId: string, since: Instant): TwoWayContacts {
  const found = sql<TwoWayContacts>(
    db,
    `WITH asked(client, since, reached) AS (VALUES (?, ?, ?))
     SELECT
       (SELECT count(*) FROM contact q WHERE q.client_id = (SELECT client FROM asked) AND q.started_at >= (SELECT since FROM asked) AND q.channel = 'PHONE'
          AND q.outcome IN (SELECT value FROM json_each((SELECT reached FROM asked)))
          AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)) AS talks,
       (SELECT count(*) FROM contact q WHERE q.client_id = (SELECT client FROM asked) AND q.started_at >= (SELECT since FROM asked)
          AND q.channel IN ('SMS', 'WECHAT') AND ${hasReply('q.id')} = 1
          AND NOT EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = q.id)) AS replies,
       (SELECT count(DISTINCT g.event_id) FROM guest g
          JOIN check_in i ON i.event_id = g.event_id AND i.guest_id = g.id AND i.kind = 'IN' AND i.at >= (SELECT since FROM asked)
          WHERE g.client_id = (SELECT client FROM asked) AND NOT EXISTS (SELECT 1 FROM check_in taken
            WHERE taken.event_id = i.event_id AND taken.guest_id = i.guest_id AND taken.kind = 'UNDO'
              AND taken.answers = i.id)) AS visits`,
  ).get(clientId, since, reachedOutcomes);
  return found ?? { talks: 0, replies: 0, visits: 0 };
}
