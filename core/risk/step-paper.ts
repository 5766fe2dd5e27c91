import { beijingText, type BusinessDay } from '#core/base/time.ts';
import { paperWord, type Paper, type PaperBlock } from '#core/risk/paper.ts';
import type { Level } from '#core/risk/level.ts';
import { stepNeeds, type Language } from '#core/risk/step-text.ts';
import type { SuitabilityStepFields } from '#core/risk/suitability-record.ts';

/** What the paper of a step rests on: the fact and what it named when it was made. */
export interface StepOnPaper {
  readonly id: string;
  readonly step: SuitabilityStepFields;
  readonly clientName: string;
  readonly birthDay: BusinessDay | null;
  readonly level: Level | null;
  /** Null where the step is about no product. */
  readonly product: { readonly code: string; readonly name: string } | null;
  readonly managerName: string;
  readonly branchName: string;
  readonly rulesVersion: string;
}

/** Returns what the record of a warning, a confirmation, a statement or another step says, as it was shown. */
export function stepPaper(one: StepOnPaper, language: Language): Paper {
  const word = (key: string, params: Record<string, string> = {}): string => paperWord(key, language, params);
  const { step } = one;
  const said: PaperBlock[] =
    step.said === ''
      ? []
      : [
          { kind: 'heading', text: word('said') },
          { kind: 'text', text: step.said },
        ];
  const signer = step.signaturePath === null ? null : (stepNeeds(step.code).signer ?? 'CLIENT');
  return {
    language,
    title: word('step.title', { step: word(`step.${step.code}`) }),
    subtitle: one.branchName,
    blocks: [
      { kind: 'pairs', pairs: pairsOf(one, word) },
      { kind: 'heading', text: word('text') },
      { kind: 'text', text: step.text },
      ...said,
      ...(signer ? [{ kind: 'signature', label: word(`signature.${signer}`) } as const] : []),
    ],
  };
}

type Word = (key: string, params?: Record<string, string>) => string;

function pairsOf({ id, step, product, ...one }: StepOnPaper, word: Word): [string, string][] {
  const yuan = step.amountFen === null ? null : (step.amountFen / 100).toFixed(2);
  return [
    [word('client'), one.clientName],
    [word('birthDay'), one.birthDay ?? word('none')],
    [word('level'), one.level ? word(`level.${one.level}`) : word('none')],
    [word('product'), product ? `${product.name}（${product.code}）` : word('product.none')],
    [word('rating'), step.rating ?? word('none')],
    [word('action'), word(`action.${step.action}`)],
    [word('amount'), yuan === null ? word('none') : word('amount.yuan', { yuan })],
    [word('recordedAt'), beijingText(step.recordedAt)],
    [word('manager'), one.managerName],
    [word('rules'), one.rulesVersion],
    [word('retainUntil'), step.retainUntil],
    [word('number'), id],
    [word('clientId'), step.clientId],
  ];
}
