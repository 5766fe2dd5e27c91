import { z } from 'zod';
import completenessData from '#resources/clients-completeness.json' with { type: 'json' };
import type { ClientFields } from '#core/clients/client.ts';

/** What a profile should answer, and what a manager asks next where it does not (seed S0.7). */
export const questionCodes = [
  'PHONE',
  'CONSENT',
  'RISK_TEST',
  'BIRTH_DAY',
  'INCOME_BAND',
  'OCCUPATION',
  'OTHER_PLATFORMS',
  'CITY',
  'CAPACITY',
  'GENDER',
] as const;
export type QuestionCode = (typeof questionCodes)[number];

const questions = z
  .object({
    version: z.int().positive(),
    questions: z.array(z.object({ code: z.enum(questionCodes), weight: z.int().positive() })),
  })
  .parse(completenessData).questions;

/** The part of a profile that completeness looks at. */
export interface ProfileFacts {
  readonly client: Pick<
    ClientFields,
    | 'phone'
    | 'phoneUsable'
    | 'birthDay'
    | 'incomeBand'
    | 'occupation'
    | 'otherPlatforms'
    | 'city'
    | 'capacity'
    | 'gender'
  >;
  readonly hasConsent: boolean;
  readonly hasValidTest: boolean;
}

export interface Completeness {
  /** 0–100. */
  readonly percent: number;
  /** The heaviest unanswered question; null when all are answered. */
  readonly next: QuestionCode | null;
  readonly missing: readonly QuestionCode[];
}

/** Returns what a question weighs in the meter. */
export function questionWeight(code: QuestionCode): number {
  return questions.find((one) => one.code === code)?.weight ?? 0;
}

/**
 * Measures how complete a profile is and names the best question to ask next; answering it raises the meter.
 * `answered` counts questions as answered that the facts do not answer yet.
 */
export function completenessOf(
  facts: ProfileFacts,
  answered: ReadonlySet<QuestionCode> = new Set(),
): Completeness {
  const total = questions.reduce((sum, { weight }) => sum + weight, 0);
  const open = questions
    .filter(({ code }) => !answered.has(code) && !isAnswered[code](facts))
    .sort((a, b) => b.weight - a.weight);
  const missing = open.map(({ code }) => code);
  const lacking = open.reduce((sum, { weight }) => sum + weight, 0);
  return { percent: Math.floor(((total - lacking) * 100) / total), next: missing[0] ?? null, missing };
}

const isAnswered: Record<QuestionCode, (facts: ProfileFacts) => boolean> = {
  PHONE: ({ client }) => client.phone !== null && client.phoneUsable,
  CONSENT: ({ hasConsent }) => hasConsent,
  RISK_TEST: ({ hasValidTest }) => hasValidTest,
  BIRTH_DAY: ({ client }) => client.birthDay !== null,
  INCOME_BAND: ({ client }) => client.incomeBand !== null,
  OCCUPATION: ({ client }) => isFilled(client.occupation),
  OTHER_PLATFORMS: ({ client }) => isFilled(client.otherPlatforms),
  CITY: ({ client }) => isFilled(client.city),
  CAPACITY: ({ client }) => client.capacity !== null,
  GENDER: ({ client }) => client.gender !== null,
};

function isFilled(text: string | null): boolean {
  return text !== null && text.trim() !== '';
}
