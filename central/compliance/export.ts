import { createHash } from 'node:crypto';
import { addDays, startOfDay, type BusinessDay } from '#core/base/time.ts';
import { createSealer } from '#core/compliance/seal.ts';
import { auditSigner } from '#central/compliance/audit-signer.ts';
import { centreDevice } from '#central/compliance/device-keys.ts';
import { entriesOf } from '#central/compliance/read-entries.ts';
import type { CentreContext } from '#central/context.ts';

export interface ExportOrder {
  readonly tenantId: string;
  /** Days in Shanghai, both included. */
  readonly from: BusinessDay;
  readonly to: BusinessDay;
  /** Takes the next line of the file, without its line feed. */
  readonly write: (line: string) => void;
}

/** What is noted on paper of a sealed file that was written. */
export interface SealedExport {
  readonly entries: number;
  readonly head: string;
  readonly publicKey: string;
}

/**
 * Takes out what a branch did in a range of days, sealed as a workstation seals it (docs/audit-file.md): every row of
 * whoever sees it, each once, in the order of time, signed with the centre's key. Memory holds the places of the entries
 * and a page of rows. Null where there is no such branch; what `write` throws ends it.
 */
export function exportCompliance(
  { store, clock }: Pick<CentreContext, 'store' | 'clock'>,
  { tenantId, from, to, write }: ExportOrder,
): Promise<SealedExport | null> {
  return store.read(tenantId, async (snapshot) => {
    const tenant = await snapshot.tenant();
    if (!tenant) return null;
    const { publicKey, sign } = auditSigner(tenant.secret);
    const sealer = createSealer((text) => createHash('sha256').update(text).digest('hex'));
    const put = (content: Readonly<Record<string, unknown>>): void => write(sealer.line(content));
    const who = {
      tenantId,
      branchName: tenant.name,
      managerId: null,
      managerName: null,
      deviceId: centreDevice,
    };
    const range = { from, to, kinds: [], clientId: null };
    put({ kind: 'zhike-audit', format: 1, ...who, ...range, madeAt: clock(), publicKey });
    const span = { from: startOfDay(from), until: startOfDay(addDays(to, 1)) };
    for await (const entry of entriesOf(snapshot, span)) put(entry);
    const [head, entries] = [sealer.head(), sealer.count() - 1];
    put({ kind: 'end', count: entries, head, signature: sign(head) });
    return { entries, head, publicKey };
  });
}
