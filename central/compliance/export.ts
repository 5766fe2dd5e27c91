import { createHash } from 'node:crypto';
import { addDays, startOfDay, type BusinessDay, type Instant } from '#core/base/time.ts';
import type { Entry, EntryKind } from '#core/compliance/entry.ts';
import { createSealer } from '#core/compliance/seal.ts';
import { entities, type Entity } from '#core/sync/entities.ts';
import { auditSigner } from '#central/compliance/audit-signer.ts';
import { centreDevice } from '#central/compliance/device-keys.ts';
import { entrySources, exportedEntities, type ExportedRow } from '#central/compliance/entries.ts';
import type { CentreContext } from '#central/context.ts';
import type { Snapshot } from '#central/store/store.ts';
import { tenantScope } from '#central/sync/grants.ts';

export interface ExportOrder {
  readonly tenantId: string;
  /** Days in Shanghai, both included. */
  readonly from: BusinessDay;
  readonly to: BusinessDay;
}

/** A sealed file, line by line, and what is noted of it on paper. */
export interface SealedExport {
  readonly lines: readonly string[];
  readonly entries: number;
  readonly head: string;
  readonly publicKey: string;
}

const pageSize = 2000;

/**
 * Takes out what a branch's managers did in a range of days, sealed as a workstation seals it (docs/audit-file.md): every
 * manager's rows, each once, in the order of time, signed with the centre's key. Null where there is no such branch.
 */
export function exportCompliance(
  { store, clock }: Pick<CentreContext, 'store' | 'clock'>,
  { tenantId, from, to }: ExportOrder,
): Promise<SealedExport | null> {
  return store.read(tenantId, async (snapshot) => {
    const tenant = await snapshot.tenant();
    if (!tenant) return null;
    const rows = await rowsOf(snapshot);
    const names = await namesOf(snapshot, rows);
    const entries = entriesOf(rows, names, { from: startOfDay(from), until: startOfDay(addDays(to, 1)) });
    const { publicKey, sign } = auditSigner(tenant.secret);
    const sealer = createSealer((text) => createHash('sha256').update(text).digest('hex'));
    const who = {
      tenantId,
      branchName: tenant.name,
      managerId: null,
      managerName: null,
      deviceId: centreDevice,
    };
    const range = { from, to, kinds: [], clientId: null };
    const begin = { kind: 'zhike-audit', format: 1, ...who, ...range, madeAt: clock(), publicKey };
    const lines = [begin, ...entries].map((one) => sealer.line(one));
    const head = sealer.head();
    lines.push(sealer.line({ kind: 'end', count: entries.length, head, signature: sign(head) }));
    return { lines, entries: entries.length, head, publicKey };
  });
}

type Rows = ReadonlyMap<Entity, ReadonlyMap<string, ExportedRow>>;

/** Every row of the kinds that are wanted, each once, whoever sees it. */
async function rowsOf(snapshot: Snapshot): Promise<Rows> {
  const rows = new Map(exportedEntities.map((entity) => [entity, new Map<string, ExportedRow>()]));
  for (const { managerId } of await snapshot.managers()) {
    for (const entity of exportedEntities) {
      const { rank } = entities[entity];
      for (let after = { scope: '', id: '' }; ;) {
        const page = await snapshot.visiblePage(managerId, { rank, ...after, limit: pageSize });
        for (const row of page) rows.get(entity)?.set(row.id, row);
        const last = page.at(-1);
        if (!last || page.length < pageSize) break;
        after = last;
      }
    }
  }
  return rows;
}

interface Names {
  readonly manager: ReadonlyMap<string, string>;
  readonly product: ReadonlyMap<string, string>;
  readonly client: (id: string) => string | null;
}

async function namesOf(snapshot: Snapshot, rows: Rows): Promise<Names> {
  const products = await snapshot.recordsIn('product', [tenantScope]);
  const managers = await snapshot.managers();
  return {
    manager: new Map(managers.map(({ managerId, name }) => [managerId, name])),
    product: new Map(products.map(({ id, data }) => [id, String(data?.['name'])])),
    client: (id) => (rows.get('client')?.get(id)?.data?.['name'] as string | undefined) ?? null,
  };
}

type SealedEntry = Entry & { readonly row: ExportedRow['data'] };

function entriesOf(
  rows: Rows,
  names: Names,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): SealedEntry[] {
  const get = (entity: Entity, id: string) => rows.get(entity)?.get(id)?.data ?? null;
  const has = (entity: Entity, id: string) => rows.get(entity)?.has(id) === true;
  const found: SealedEntry[] = [];
  for (const [kind, { entity, read }] of Object.entries(entrySources)) {
    for (const { id, data } of rows.get(entity)?.values() ?? []) {
      const raw = data && read(data, { get, has, id });
      if (!raw || raw.at < from || raw.at >= until) continue;
      const { managerId, productId, ...said } = raw;
      const clientName = said.clientId === null ? null : names.client(said.clientId);
      const managerName = names.manager.get(managerId ?? '') ?? null;
      const productName = names.product.get(productId ?? '') ?? null;
      found.push({ kind: kind as EntryKind, id, ...said, clientName, managerName, productName, row: data });
    }
  }
  return found.sort((a, b) => a.at - b.at || compare(a.kind, b.kind) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
