import { useState } from 'react';
import type { Inspection } from '#core/import/inspection.ts';
import type { ImportPlan, ImportTarget } from '#core/import/target.ts';

export type SourceClaim = Pick<ImportPlan, 'origin' | 'basis' | 'statement' | 'marketingChannels'>;
export const noClaim = {
  origin: '',
  basis: null,
  statement: '',
  marketingChannels: [],
} satisfies SourceClaim;

/** The plan while it is being made: columns as remembered or proposed, nothing stated yet. */
export function usePlan(found: Inspection, label: string) {
  const [columns, setColumns] = useState(() => found.remembered ?? found.suggested);
  const [isLabelled, setIsLabelled] = useState(false);
  const [claim, setClaim] = useState<SourceClaim>(noClaim);
  const [onDuplicate, setOnDuplicate] = useState<ImportPlan['onDuplicate']>('ASK');
  const hasName = columns.some(({ target }) => target === 'name');
  const plan: ImportPlan = {
    columns,
    generatedName: isLabelled ? label : null,
    ...claim,
    onDuplicate,
  };
  return {
    plan,
    hasName,
    hasPhone: columns.some(({ target }) => target === 'phone'),
    isLabelled,
    setIsLabelled,
    setClaim,
    setOnDuplicate,
    setTarget: (column: number, target: ImportTarget) =>
      setColumns((before) => before.map((one, index) => (index === column ? { ...one, target } : one))),
  };
}
