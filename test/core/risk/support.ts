import type { Standing, TestOnFile } from '#core/risk/level.ts';
import type { ProductFields } from '#core/risk/product.ts';
import type { SuitabilityCase } from '#core/risk/case.ts';
import type { Verdict } from '#core/risk/finding.ts';
import { judgeCase as judgeCaseBy } from '#core/risk/judge-case.ts';
import { rulesAt, shippedBook } from '#core/risk/rule-book.ts';
import { sheetInUse } from '#core/risk/sheets.ts';
import type { JudgeInput } from '#core/risk/judged-case.ts';
import { judge as judgeBy } from '#core/risk/verdict.ts';

/** An instant in Shanghai. */
export const at = (text: string): number => Date.parse(`${text}+08:00`);

const now = at('2026-11-23T10:00:00');

/** A test on file, taken when said, with nothing wrong with it. */
export function testOn(takenAt: number, over: Partial<TestOnFile> = {}): TestOnFile {
  return {
    id: `test-${takenAt}`,
    level: 'C3',
    changedFrom: null,
    takenAt,
    validThrough: '2027-11-23',
    capacity: 'FULL',
    voidedReason: null,
    isProvisional: false,
    ...over,
  };
}

/** A level that counts. */
export function standingOf(level: Standing['level'], over: Partial<Standing> = {}): Standing {
  return {
    testId: 'test',
    level,
    previousLevel: null,
    takenAt: at('2026-06-01T10:00:00'),
    validThrough: '2027-06-01',
    isExpired: false,
    endedOn: null,
    needsConfirmation: false,
    isProvisional: false,
    capacity: 'FULL',
    ...over,
  };
}

/** A product on sale to everyone, rated alike by issuer and seller. */
export function productOf(
  kind: ProductFields['kind'],
  rating: ProductFields['issuerRating'],
  over: Partial<ProductFields> = {},
): ProductFields {
  return {
    code: 'T-1',
    name: 'Test product',
    kind,
    regime: ['FUND', 'PRIVATE_FUND', 'SECURITIES_PLAN'].includes(kind) ? 'CSRC' : 'NFRA',
    issuer: 'Issuer',
    issuerRating: rating,
    sellerRating: rating,
    minAmountFen: 100,
    termDays: null,
    status: 'ON_SALE',
    isPrivate: false,
    cover: 'PERSONAL',
    riskText: '',
    ...over,
  };
}

/** A question to the judge about a grown client of full capacity with a level that counts. */
export function inputOf(
  level: Standing['level'] | null,
  product: ProductFields,
  over: Partial<JudgeInput> = {},
): JudgeInput {
  return {
    standing: level === null ? null : standingOf(level),
    isLowest: false,
    needs: 'MATCH',
    product,
    action: 'RECOMMEND',
    stepsDone: [],
    now,
    dataAt: now,
    premium: { mode: 'YEARLY', amountFen: 100, payYears: 1 },
    ...over,
    client: {
      birthDay: '1980-05-05',
      capacity: 'FULL',
      isQualified: null,
      householdIncomeFen: 20_000_000,
      budgetFen: 2_000_000,
      ...over.client,
    },
  };
}

/** A complete set of answers of the sheet in use: every first or every last option, but for those given. */
export function answersOf(
  over: Record<string, string> = {},
  pick: 'first' | 'last' = 'first',
): Record<string, string> {
  const chosen = sheetInUse.questions.map(({ key, options }) => [
    key,
    (pick === 'first' ? options[0] : options.at(-1))?.key ?? '',
  ]);
  return { ...Object.fromEntries(chosen), ...over };
}

/** The judge with the rules that ship. */
export function judge(input: JudgeInput): Verdict {
  return judgeBy(input, rulesAt(shippedBook, input.now));
}

/** Judges a case by the rules that ship. */
export function judgeCase(one: SuitabilityCase): Verdict {
  return judgeCaseBy(one, shippedBook);
}
