import type { Entry, EntryKind } from '#core/compliance/entry.ts';
import type { Entity } from '#core/sync/entities.ts';

/** What a row says as an entry; names are filled in where rows are known by id. */
export type RawEntry = Omit<Entry, 'clientName' | 'managerName' | 'productName' | 'kind' | 'id'> & {
  readonly managerId: string | null;
  readonly productId: string | null;
};

interface Source {
  readonly entity: Entity;
  /** Null for a row that is no entry of this kind. */
  readonly read: (row: Fields, known: Known) => RawEntry | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** What one row cannot say of itself. */
export interface Known {
  readonly has: (entity: Entity, id: string) => boolean;
  readonly get: (entity: Entity, id: string) => Fields | null;
  readonly id: string;
}

/** Over-contacts are drawn from facts and lie nowhere. */
export type StoredKind = Exclude<EntryKind, 'OVER_CONTACT'>;

/** Where each kind of entry lies at the centre. */
export const entrySources: Readonly<Record<StoredKind, Source>> = {
  TEST: {
    entity: 'riskTest',
    read: (row) =>
      entryOf(row, {
        at: 'takenAt',
        code: row['level'],
        reason: row['retestReason'],
        state: row['voidedReason'],
      }),
  },
  LEVEL_LEFT: {
    entity: 'testAttempt',
    read: (row, known) =>
      known.has('riskTest', known.id) ? null : entryOf(row, { at: 'shownAt', code: row['level'] }),
  },
  VERDICT: { entity: 'verdict', read: readVerdict },
  STEP: {
    entity: 'suitabilityStep',
    read: (row) =>
      entryOf(row, { at: 'recordedAt', code: row['code'], reason: row['said'], manager: 'recordedBy' }),
  },
  OVERRIDE: {
    entity: 'checkIn',
    read: (row, known) => {
      if (row['overrideReason'] === null) return null;
      const clientId = known.get('guest', String(row['guestId']))?.['clientId'] ?? null;
      const state = known.get('event', String(row['eventId']))?.['title'];
      return entryOf(
        { ...row, clientId },
        { at: 'at', code: row['kind'], reason: row['overrideReason'], state },
      );
    },
  },
  CONTACT_OVERRIDE: {
    entity: 'contactOverride',
    read: (row) => entryOf(row, { at: 'recordedAt', code: row['code'], reason: row['reason'] }),
  },
  REVEAL: {
    entity: 'reveal',
    read: (row) => entryOf(row, { at: 'revealedAt', code: row['reason'], state: row['field'] }),
  },
  CONTACT_REFUSED: {
    entity: 'contactVerdict',
    read: (row) => {
      if (row['code'] === 'OK') return null;
      const rule = {
        id: row['ruleId'],
        book: 'POLICY',
        article: null,
        version: String(row['policyVersion']),
      };
      return {
        ...entryOf(row, { at: 'judgedAt', code: row['code'], state: row['channel'] }),
        ...ruleOf(rule),
      };
    },
  },
};

function readVerdict(row: Fields): RawEntry {
  const { outcome, rule } = JSON.parse(String(row['verdictJson'])) as { outcome: string; rule: Fields };
  return { ...entryOf(row, { at: 'judgedAt', code: outcome, state: row['use'] }), ...ruleOf(rule) };
}

function ruleOf({ id, book, article, version }: Fields) {
  return { ruleId: text(id), book: text(book), article: text(article), version: text(version) };
}

function entryOf(
  row: Fields,
  said: {
    readonly at: string;
    readonly code: unknown;
    readonly reason?: unknown;
    readonly state?: unknown;
    readonly manager?: string;
  },
): RawEntry {
  return {
    at: Number(row[said.at]),
    clientId: text(row['clientId']),
    managerId: text(row[said.manager ?? 'managerId']),
    productId: text(row['productId']),
    code: String(said.code),
    reason: text(said.reason),
    state: text(said.state),
    ...ruleOf({}),
  };
}

/** An empty text says as little as none. */
function text(value: unknown): string | null {
  return value === undefined || value === null || value === '' ? null : String(value);
}
