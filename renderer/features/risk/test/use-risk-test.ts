import { useState } from 'react';
import type { client } from '#renderer/lib/api.ts';

export type Sheet = Awaited<ReturnType<typeof client.risk.sheet>>;
export type Eligibility = Awaited<ReturnType<typeof client.risk.eligibility>>;
type Submission = Parameters<typeof client.risk.preview>[0];
export type Preview = Awaited<ReturnType<typeof client.risk.preview>>;
export type Recorded = Awaited<ReturnType<typeof client.risk.submit>>;

/** Everything the client states; nothing is filled in beforehand (NFRA 13). */
interface Draft {
  readonly heldBy: 'CLIENT' | 'MANAGER' | null;
  readonly capacity: 'FULL' | 'LIMITED' | 'NONE' | null;
  readonly retestReason: string;
  readonly hasConsented: boolean;
  readonly answers: Readonly<Record<string, string>>;
  /** Question key → milliseconds from when it was shown until its answer was last chosen. */
  readonly answerMs: Readonly<Record<string, number>>;
  readonly truthDeclared: boolean;
  readonly signaturePath: string;
}

type Stage =
  | { readonly at: 'intro' }
  /** `isRevisit`: come back from the review to change one answer. */
  | { readonly at: 'questions'; readonly index: number; readonly isRevisit?: boolean }
  | { readonly at: 'review' }
  /** The level has been shown: answers can no longer be changed, only confirmed or given up. */
  | { readonly at: 'result'; readonly preview: Preview }
  | { readonly at: 'done'; readonly recorded: Recorded };

export interface RiskTest {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly stage: Stage;
  readonly go: (stage: Stage) => void;
}

const empty: Draft = {
  heldBy: null,
  capacity: null,
  retestReason: '',
  hasConsented: false,
  answers: {},
  answerMs: {},
  truthDeclared: false,
  signaturePath: '',
};

/** Returns what is handed in before the level is known, or null while who answers or the capacity is not stated. */
export function submissionOf(
  { heldBy, capacity, retestReason, ...draft }: Draft,
  about: { readonly clientId: string; readonly sheet: Sheet },
): Submission | null {
  if (!heldBy || !capacity) return null;
  return {
    ...draft,
    clientId: about.clientId,
    sheetId: about.sheet.id,
    sheetVersion: about.sheet.version,
    answers: { ...draft.answers },
    answerMs: { ...draft.answerMs },
    heldBy,
    capacity,
    retestReason: retestReason.trim() || null,
  };
}

/** Holds one test while it is being taken. Changing an answer takes back declaration and signature. */
export function useRiskTest(): RiskTest {
  const [draft, setDraft] = useState<Draft>(empty);
  const [stage, go] = useState<Stage>({ at: 'intro' });
  const change = (part: Partial<Draft>): void => {
    const isUnsigned = part.answers ? { truthDeclared: false, signaturePath: '' } : {};
    setDraft((before) => ({ ...before, ...isUnsigned, ...part }));
  };
  return { draft, change, stage, go };
}
