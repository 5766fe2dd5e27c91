import type { historyKinds, TimelineEntry } from '#core/clients/timeline.ts';

import type { ContactFields, TaskFields } from '#core/calls/contact.ts';
import { isAsService } from '#core/calls/dispositions.ts';
import { hasReply } from '#db/queries/replies.ts';

type Row = Record<string, unknown>;
type TaskKind = TaskFields['kind'] | null;
type HistoryKind = (typeof historyKinds)[number];

/** One kind of entry of the timeline: how it is read, and what it can be narrowed by. */
export interface TimelineSource {
  /** What it counts as in a filter; a contact counts as its channel. */
  readonly kinds: readonly HistoryKind[] | 'CHANNEL';
  readonly at: string;
  /** The column that names the manager; null where there is none. */
  readonly manager: string | null;
  /** The statement with more conditions: client, their values, then twice the instant, the id and the limit. */
  readonly text: (where: string) => string;
  readonly shape: (row: Row & { isPending: boolean }) => TimelineEntry;
}
interface SourceParts {
  readonly table: string;
  readonly at: string;
  readonly kinds?: TimelineSource['kinds'];
  readonly manager?: string;
  readonly fields: string;
  readonly joins?: string;
  readonly owner?: string;
  readonly where?: string;
  /** What an entry says beyond its columns. */
  readonly also?: (row: Row) => Row;
}

function source(
  kind: TimelineEntry['kind'],
  parts: SourceParts,
  flags: readonly string[] = [],
): TimelineSource {
  const { table, at, fields, joins = '', owner = 't.client_id', where = '', manager: by = null } = parts;
  const names = by === null ? '' : `LEFT JOIN manager m ON m.id = t.${by}`;
  const text = (
    more: string,
  ): string => `SELECT t.id, t.${at} AS at, t.seq, ${fields} FROM ${table} t ${joins} ${names}
    WHERE ${owner} = ? ${where} ${more} AND (t.${at} < ? OR (t.${at} = ? AND t.id < ?))
    ORDER BY t.${at} DESC, t.id DESC LIMIT ?`;
  const shape = ({ seq: _seq, ...row }: Row & { isPending: boolean }): TimelineEntry => {
    const read = Object.fromEntries(flags.map((name) => [name, row[name] === 1]));
    return { kind, ...row, ...read, ...parts.also?.(row) } as unknown as TimelineEntry;
  };
  return { kinds: parts.kinds ?? [], at, manager: by, text, shape };
}

/** Every kind of entry of a client's timeline. */
export const timelineSources: readonly TimelineSource[] = [
  source(
    'CONTACT',
    {
      table: 'contact',
      at: 'started_at',
      fields: `m.name AS "by", t.channel, t.purpose, t.reason, k.kind AS taskKind, t.outcome, t.note, t.ended_at - t.started_at AS durationMs,
        w.text AS words, w.text_version AS textVersion, ${hasReply('t.id')} AS isReplied,
        EXISTS (SELECT 1 FROM contact_undo u WHERE u.contact_id = t.id) AS isUndone`,
      joins: 'LEFT JOIN message w ON w.contact_id = t.id LEFT JOIN task k ON k.id = t.task_id',
      manager: 'manager_id',
      kinds: 'CHANNEL',
      also: (row) => ({
        isAsService: isAsService(row as unknown as ContactFields, row['taskKind'] as TaskKind),
      }),
    },
    ['isUndone', 'isReplied'],
  ),
  source('NOTE', {
    table: 'note',
    at: 'written_at',
    fields: 'm.name AS "by", t.text',
    manager: 'manager_id',
  }),
  source(
    'RISK_TEST',
    {
      table: 'risk_test',
      at: 'taken_at',
      fields: `m.name AS "by", t.level, t.score, t.voided_reason IS NOT NULL AS isVoid,
        (SELECT p.level FROM risk_test p WHERE p.client_id = t.client_id AND p.voided_reason IS NULL
           AND (p.taken_at < t.taken_at OR (p.taken_at = t.taken_at AND p.id < t.id))
         ORDER BY p.taken_at DESC, p.id DESC LIMIT 1) AS previousLevel`,
      manager: 'manager_id',
      kinds: ['RISK'],
    },
    ['isVoid'],
  ),
  source('ACTIVITY', {
    table: 'activity',
    at: 'happened_at',
    fields: 'NULL AS "by", t.kind AS activity, t.amount_fen AS amountFen, p.name AS productName',
    joins: 'LEFT JOIN product p ON p.id = t.product_id',
  }),
  source(
    'CONSENT',
    {
      table: 'consent',
      at: 'recorded_at',
      fields: 'm.name AS "by", t.channel, t.purpose, t.given, t.evidence',
      manager: 'recorded_by',
    },
    ['given'],
  ),
  source('EVENT', {
    table: 'guest',
    at: 'state_at',
    fields: 'm.name AS "by", t.event_id AS eventId, e.title, t.state',
    joins: 'LEFT JOIN event e ON e.id = t.event_id',
    manager: 'host_manager_id',
    kinds: ['SALON'],
  }),
  source('CHECK_IN', {
    table: 'check_in',
    at: 'at',
    fields: 'm.name AS "by", t.event_id AS eventId, e.title, t.kind AS checkIn',
    joins:
      'JOIN guest g ON g.id = t.guest_id AND g.event_id = t.event_id LEFT JOIN event e ON e.id = t.event_id',
    manager: 'manager_id',
    kinds: ['SALON'],
    owner: 'g.client_id',
  }),
  source('TAG', { table: 'tag', at: 'set_at', fields: 'm.name AS "by", t.name', manager: 'set_by' }),
  source('REVEAL', {
    table: 'reveal',
    at: 'revealed_at',
    fields: 'm.name AS "by", t.reason',
    manager: 'manager_id',
  }),
  source('VERDICT', {
    table: 'verdict',
    at: 'judged_at',
    fields: `m.name AS "by", p.name AS productName, t.place, t.verdict_json ->> '$.rule.id' AS ruleId,
      t.verdict_json ->> '$.rule.book' AS book, t.verdict_json ->> '$.rule.article' AS article`,
    joins: 'LEFT JOIN product p ON p.id = t.product_id',
    where: `AND t.use = 'GATE' AND t.verdict_json ->> '$.outcome' = 'BLOCK'`,
    manager: 'manager_id',
    kinds: ['REFUSED'],
  }),
  source('REFUSAL', {
    table: 'contact_verdict',
    at: 'judged_at',
    fields: 'm.name AS "by", t.channel, t.purpose, t.code, t.rule_id AS ruleId',
    where: `AND t.code <> 'OK'`,
    manager: 'manager_id',
    kinds: ['REFUSED'],
  }),
];
