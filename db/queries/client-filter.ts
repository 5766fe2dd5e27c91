import type { BusinessDay } from '#core/base/time.ts';
import type { ClientFilter, ClientSort, LevelChoice } from '#core/clients/filter.ts';
import { searchAll } from '#db/search/search-all.ts';

/** A piece of SQL over `client_summary s` with its positional values. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

const always: Condition = { text: '1', values: [] };

/** Turns a filter into one condition; levels are judged on the given day. */
export function conditionOf(filter: ClientFilter, today: BusinessDay): Condition {
  const parts = [
    textCondition(filter.text),
    oneOf('s.stage', filter.stages),
    oneOf('s.tier', filter.tiers),
    oneOf('s.city', filter.cities),
    oneOf('s.owner_manager_id', filter.owners),
    levelCondition(filter.levels, today),
    tagCondition(filter.tags),
    flag('s.is_blocked', filter.isBlocked),
    flag('s.has_phone', filter.hasPhone),
    bound('s.aum_fen >= ?', filter.minAumFen),
    bound('s.aum_fen <= ?', filter.maxAumFen),
  ].filter((part) => part !== always);
  if (parts.length === 0) return always;
  return {
    text: parts.map(({ text }) => `(${text})`).join(' AND '),
    values: parts.flatMap(({ values }) => values),
  };
}

const sortColumns: Record<ClientSort['by'], string> = {
  aum: 's.aum_fen',
  name: 's.name_sort',
  churn: 's.churn_score',
  lastContact: 's.last_contact_at',
  goldenDaysLeft: 's.golden_days_left',
  completeness: 's.completeness',
};

/** Turns an order into SQL; unknown values come last either way, equals by number so that pages never overlap. */
export function orderOf({ by, descending }: ClientSort): string {
  const column = sortColumns[by];
  const direction = descending ? 'DESC' : 'ASC';
  const isNullable = by === 'lastContact' || by === 'goldenDaysLeft';
  return `${column} ${direction}${isNullable ? ' NULLS LAST' : ''}, s.rid`;
}

function textCondition(text: string | undefined): Condition {
  const expression = text === undefined ? null : searchAll(text);
  if (expression === null) return always;
  return {
    text: 's.rid IN (SELECT rowid FROM client_search WHERE client_search MATCH ?)',
    values: [expression],
  };
}

function tagCondition(tags: readonly string[] | undefined): Condition {
  if (!tags?.length) return always;
  return {
    text: 's.client_id IN (SELECT client_id FROM tag WHERE name IN (SELECT value FROM json_each(?)))',
    values: [JSON.stringify(tags)],
  };
}

function levelCondition(levels: readonly LevelChoice[] | undefined, today: BusinessDay): Condition {
  if (!levels?.length) return always;
  const parts: Condition[] = [
    {
      text: '(s.level IN (SELECT value FROM json_each(?)) AND s.level_through >= ?)',
      values: [JSON.stringify(levels), today],
    },
  ];
  if (levels.includes('EXPIRED')) parts.push({ text: 's.level_through < ?', values: [today] });
  if (levels.includes('NONE')) parts.push({ text: 's.level IS NULL', values: [] });
  return { text: parts.map(({ text }) => text).join(' OR '), values: parts.flatMap(({ values }) => values) };
}

function oneOf(column: string, values: readonly string[] | undefined): Condition {
  if (!values?.length) return always;
  return { text: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] };
}

function flag(column: string, value: boolean | undefined): Condition {
  return value === undefined ? always : { text: `${column} = ?`, values: [value ? 1 : 0] };
}

function bound(text: string, value: number | undefined): Condition {
  return value === undefined ? always : { text, values: [value] };
}
