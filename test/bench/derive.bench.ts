import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dayMs } from '#core/base/time.ts';
import { entities, scopeOf, type Entity } from '#core/sync/entities.ts';
import { applyConfirmed } from '#db/changes/confirm.ts';
import { rebuildDerived } from '#db/changes/derive.ts';
import { setImage } from '#db/changes/image.ts';
import { throughGate } from '#db/gate.ts';
import { sql, type WritableDb } from '#db/handles.ts';
import { readMigrations } from '#db/migrate.ts';
import { openStore } from '#db/open.ts';
import { listClients } from '#db/queries/clients.ts';
import { lineOf, type BenchLine } from '#test/bench/line.ts';
import { timed } from '#test/bench/measure.ts';
import { clientRow } from '#test/support/rows.ts';

const line = lineOf('derive');
const clients = 200_000;
const pageSize = 2000;
const pages = 10;
const now = Date.parse('2026-11-23T10:00:00+08:00');
const managerId = 'm';

interface PageRow {
  readonly entity: Entity;
  readonly id: string;
  readonly scope: string;
  readonly seq: number;
  readonly data: Record<string, unknown>;
}

/** What keeping summaries and index current adds to applying pages of the centre, and the list at 200,000 clients. */
export async function bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhike-bench-derive-'));
  const open = (name: string): WritableDb =>
    openStore(path.join(folder, name), new Uint8Array(32).fill(7), readMigrations('db/migrations'));
  const [bare, full] = [open('bare.db'), open('full.db')];
  try {
    const lines = [
      compare({ bare, full }, 'page of new clients', clientPage),
      compare({ bare, full }, 'page of contacts', contactPage),
      compare({ bare, full }, 'page of activities', activityPage),
    ];
    for (let page = pages; page < clients / pageSize; page++) write(full, clientPage(page));
    rebuildDerived(full, now);
    return [...lines, ...listLines(full)];
  } finally {
    bare.close();
    full.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(
  { bare, full }: { readonly bare: WritableDb; readonly full: WritableDb },
  metric: string,
  make: (page: number) => PageRow[],
): BenchLine {
  let [withoutMs, withMs] = [0, 0];
  for (let page = 0; page < pages; page++) {
    const rows = make(page);
    withoutMs += timed(() =>
      write(
        bare,
        rows.map((row) => ({ ...row, id: `b${row.id}` })),
      ),
    );
    withMs += timed(() => applyConfirmed(full, rows, now));
  }
  return line(metric, withMs / pages, {
    unit: 'ms',
    against: 'the same without derived data',
    peer: withoutMs / pages,
  });
}

function listLines(db: WritableDb): BenchLine[] {
  const today = '2026-11-23';
  const sort = { by: 'aum', descending: true } as const;
  const scan = timed(() =>
    sql(db, 'SELECT id FROM client ORDER BY stated_assets_fen DESC LIMIT 100 OFFSET 150000').all(),
  );
  const list = (filter: object, offset: number): number =>
    timed(() => listClients(db, { filter, sort, today }, { offset, limit: 100 }));
  const against = { unit: 'ms', against: 'sort of the table', peer: scan };
  return [
    line('list, first page', list({}, 0), against),
    line('list, scrolled to row 150,000', list({}, 150_000), against),
    line('list, filtered by stage and city', list({ stages: ['GROWTH'], cities: ['成都'] }, 0), against),
    line('list, found by 王', list({ text: '王' }, 0), against),
  ];
}

function write(db: WritableDb, rows: readonly PageRow[]): void {
  throughGate(db, () => {
    for (const row of rows) setImage(db, { ...row, data: entities[row.entity].fields.parse(row.data) });
  });
}

function rowsOf(entity: Entity, page: number, make: (index: number) => Record<string, unknown>): PageRow[] {
  return Array.from({ length: pageSize }, (_, offset) => {
    const index = page * pageSize + offset;
    const id = idOf(entity, index);
    const data = make(index);
    return { entity, id, scope: scopeOf(entity, id, data), seq: index + 1, data };
  });
}

function clientPage(page: number): PageRow[] {
  return rowsOf('client', page, (index) =>
    clientRow({
      name: `${'王李张刘陈杨赵黄'[index % 8]}${'伟芳娜敏静丽强磊军洋'[index % 10]}${'勇艳杰娟涛明超'[index % 7]}`,
      phone: `+8616${String(index * 7919)
        .padStart(9, '0')
        .slice(-9)}`,
      gender: 'F',
      birthDay: '1980-01-01',
      city: index % 3 ? '成都' : '重庆',
      ownerManagerId: managerId,
      registeredAt: now - (index % 700) * dayMs,
      statedAssetsFen: index % 2 ? null : index * 1000,
    }),
  );
}

/** Calls of about 400 clients, as a page of history brings them. */
function contactPage(page: number): PageRow[] {
  return rowsOf('contact', page, (index) => ({
    clientId: idOf('client', Math.floor(index / 5)),
    managerId,
    channel: 'PHONE',
    purpose: 'MARKETING',
    reason: 'FRESH',
    outcome: index % 4 ? 'NO_ANSWER' : 'NOT_NOW',
    note: '客户说下周再联系',
    startedAt: now - index * 60_000,
    endedAt: now - index * 60_000 + 30_000,
    taskId: null,
  }));
}

function activityPage(page: number): PageRow[] {
  return rowsOf('activity', page, (index) => ({
    clientId: idOf('client', Math.floor(index / 10)),
    kind: index % 3 ? 'LOGIN' : 'INVEST',
    productId: null,
    amountFen: index % 3 ? null : 100_000,
    happenedAt: now - index * 60_000,
  }));
}

function idOf(entity: Entity, index: number): string {
  return `01940000-0000-7000-8000-${entity.length.toString(16)}${String(index).padStart(11, '0')}`;
}
