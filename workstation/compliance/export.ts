import { createHash } from 'node:crypto';
import path from 'node:path';
import { businessDayOf, toIso } from '#core/base/time.ts';
import type { Entry, EntryFilter } from '#core/compliance/entry.ts';
import { exportCells, exportColumns, exportSheet } from '#core/compliance/export-row.ts';
import { createSealer } from '#core/compliance/seal.ts';
import { entryRows } from '#db/queries/compliance.ts';
import { auditKeyOf } from '#workstation/compliance/audit-key.ts';
import {
  countStored,
  inOrder,
  isAsked,
  overContacts,
  storedPages,
} from '#workstation/compliance/entry-pages.ts';
import { announceDeviceKey } from '#workstation/compliance/device-key.ts';
import { beginFile } from '#workstation/compliance/whole-file.ts';
import { takeTurns } from '#workstation/imports/turns.ts';
import { xlsxWriter } from '#workstation/imports/write-xlsx.ts';
import type { Station } from '#workstation/station.ts';

/** What is to be written, and where. */
export interface ComplianceExport extends EntryFilter {
  readonly format: 'xlsx' | 'jsonl';
  readonly folder: string;
  readonly language: 'zh-CN' | 'en';
}

/** How far it is; `done` once the file has its name. */
export interface ExportStep {
  readonly rows: number;
  readonly total: number;
  readonly done: {
    readonly file: string;
    readonly head: string | null;
    readonly publicKey: string | null;
  } | null;
}

type Sealed = Pick<NonNullable<ExportStep['done']>, 'head' | 'publicKey'>;

/** Turns pages of entries into the bytes of a file. */
interface Writer {
  readonly begin: () => string | Uint8Array;
  readonly page: (entries: readonly Entry[]) => string | Uint8Array;
  readonly end: () => { readonly bytes: string | Uint8Array; readonly sealed: Sealed };
}

/**
 * Writes a range to a file, page by page: memory holds a page, not the file. Whole or not at all; throws `FileFailed`,
 * and whoever stops reading the steps leaves nothing behind.
 */
export async function* exportCompliance(
  station: Station,
  wish: ComplianceExport,
): AsyncGenerator<ExportStep, void> {
  const target = path.join(path.resolve(wish.folder), fileName(station, wish));
  const file = await beginFile(target);
  const turns = takeTurns(null);
  let isDone = false;
  try {
    const writer = wish.format === 'jsonl' ? sealedWriter(station, wish) : tableWriter(wish);
    await file.write(writer.begin());
    const overs = isAsked(wish, 'OVER_CONTACT') ? await overContacts(station, wish, turns) : [];
    const total = overs.length + countStored(station, wish);
    let rows = 0;
    for (const entries of inOrder(storedPages(station, wish), overs)) {
      await file.write(writer.page(entries));
      rows += entries.length;
      yield { rows, total: Math.max(rows, total), done: null };
      await turns.pause();
    }
    const { bytes, sealed } = writer.end();
    await file.write(bytes);
    await file.finish();
    isDone = true;
    yield { rows, total: rows, done: { file: target, ...sealed } };
  } finally {
    if (!isDone) await file.discard();
  }
}

function tableWriter({ language }: ComplianceExport): Writer {
  const writer = xlsxWriter(exportSheet(language));
  return {
    begin: () => writer.add([exportColumns(language)]),
    page: (entries) => writer.add(entries.map((one) => exportCells(one, language))),
    end: () => ({ bytes: writer.end(), sealed: { head: null, publicKey: null } }),
  };
}

/** The format is described in docs/audit-file.md, so that another auditor needs nothing but SHA-256. */
function sealedWriter(station: Station, { from, to, kinds, clientId }: ComplianceExport): Writer {
  const { db, me, clock } = station;
  const sealer = createSealer((text) => createHash('sha256').update(text).digest('hex'));
  const { publicKey, sign } = auditKeyOf(db);
  announceDeviceKey(station, publicKey);
  const line = (content: Readonly<Record<string, unknown>>): string => `${sealer.line(content)}\n`;
  return {
    begin: () => {
      const { tenantId, branchName, managerId, managerName, deviceId } = me;
      const who = { tenantId, branchName, managerId, managerName, deviceId };
      const range = { from, to, kinds, clientId };
      return line({ kind: 'zhike-audit', format: 1, ...who, ...range, madeAt: clock(), publicKey });
    },
    page: (entries) => {
      const rows = entryRows(db, entries);
      return entries.map((one) => line({ ...one, row: rows.get(`${one.kind}/${one.id}`) ?? null })).join('');
    },
    end: () => {
      const head = sealer.head();
      const bytes = line({ kind: 'end', count: sealer.count() - 1, head, signature: sign(head) });
      return { bytes, sealed: { head, publicKey } };
    },
  };
}

function fileName({ clock }: Station, { from, to, format }: ComplianceExport): string {
  const now = clock();
  const time = toIso(now).slice(11, 19).replaceAll(':', '');
  return `zhike-compliance-${from}-${to}-${businessDayOf(now)}-${time}.${format}`;
}
