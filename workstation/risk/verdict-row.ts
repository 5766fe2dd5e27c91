import type { VerdictFields } from '#core/risk/suitability-record.ts';
import type { RowChange } from '#db/changes/commit.ts';
import type { Judged } from '#workstation/risk/case-of.ts';
import type { Station } from '#workstation/station.ts';

/** Makes the row that keeps a verdict somebody acts upon, case and verdict letter by letter as they were judged. */
export function verdictRow(
  station: Station,
  judged: Judged,
  about: Pick<VerdictFields, 'clientId' | 'productId' | 'place' | 'use'>,
): RowChange & { readonly op: 'create' } {
  const data: VerdictFields = {
    ...about,
    action: judged.case.action,
    caseJson: JSON.stringify(judged.case),
    verdictJson: JSON.stringify(judged.verdict),
    managerId: station.me.managerId,
    judgedAt: judged.case.now,
  };
  return { op: 'create', entity: 'verdict', id: station.newId(), data };
}
