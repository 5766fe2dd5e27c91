import { businessDayOf } from '#core/base/time.ts';
import type { ClientFilter, ClientSort } from '#core/clients/filter.ts';
import { exportHeaders, exportRow } from '#core/import/export-client.ts';
import type { OutCell } from '#core/import/export-cell.ts';
import { commitChange, type RowChange } from '#db/changes/commit.ts';
import { listClientIds } from '#db/queries/clients.ts';
import { readRow, type StoredRow } from '#db/rows.ts';
import { writeFile, type FilePiece } from '#workstation/imports/export-file.ts';
import type { Station } from '#workstation/station.ts';

/** Which clients go into a file, and how they are shown. */
export interface ClientExport {
  readonly format: 'csv' | 'xlsx';
  readonly language: 'zh-CN' | 'en';
  readonly filter: ClientFilter;
  readonly sort: ClientSort;
  /** These clients instead of the filter's. */
  readonly ids: readonly string[] | null;
  readonly hasFullNumbers: boolean;
}

const mostClients = 1_000_000;
const pageSize = 200;
const mostExtraColumns = 200;

/**
 * Writes clients as a file, piece by piece. With full numbers, each client's reveal is on record, durably,
 * before the number leaves (IM10).
 */
export function exportClients(station: Station, wish: ClientExport): AsyncGenerator<FilePiece, void> {
  const { db, clock } = station;
  const query = { filter: wish.filter, sort: wish.sort, today: businessDayOf(clock()) };
  const ids = wish.ids ?? listClientIds(db, query, mostClients).ids;
  const extraKeys = extraKeysOf(station, ids);
  const shown = { language: wish.language, extraKeys, hasFullNumbers: wish.hasFullNumbers };
  function* pages(): Generator<OutCell[][], void> {
    for (const clients of pagesOf(station, ids)) {
      const numbered = clients.filter(({ data }) => data.phone !== null);
      if (wish.hasFullNumbers)
        logExportReveals(
          station,
          numbered.map(({ id }) => id),
        );
      yield clients.map(({ data }) => exportRow(data, shown));
    }
    if (wish.hasFullNumbers) station.live.publish('signal', { kind: 'rows', entities: ['reveal'] });
  }
  return writeFile({
    format: wish.format,
    sheetName: wish.language === 'en' ? 'Clients' : '客户',
    headers: exportHeaders(wish.language, extraKeys),
    total: ids.length,
    pages,
  });
}

function* pagesOf(station: Station, ids: readonly string[]): Generator<StoredRow<'client'>[], void> {
  for (let start = 0; start < ids.length; start += pageSize) {
    const rows = ids.slice(start, start + pageSize).map((id) => readRow(station.db, 'client', id));
    yield rows.filter((row) => row !== null);
  }
}

function extraKeysOf(station: Station, ids: readonly string[]): string[] {
  const keys = new Set<string>();
  for (const clients of pagesOf(station, ids)) {
    for (const { data } of clients) for (const key of Object.keys(data.extra)) keys.add(key);
    if (keys.size >= mostExtraColumns) break;
  }
  return [...keys].slice(0, mostExtraColumns).sort();
}

/** Puts on record, durably, that the full numbers of these clients leave in a file (IM10). */
export function logExportReveals(station: Station, clientIds: readonly string[]): void {
  const { db, clock, newId, nextHlc, me } = station;
  const now = clock();
  const reveals = clientIds.map((clientId): RowChange => ({
    op: 'create',
    entity: 'reveal',
    id: newId(),
    data: { clientId, managerId: me.managerId, field: 'PHONE', reason: 'EXPORT', revealedAt: now },
  }));
  if (reveals.length > 0) commitChange(db, { now, newId, nextHlc }, 'client.export', reveals);
}
