import type { IssueCode, LawfulBasis } from '#core/import/target.ts';
import { codeOf } from '#core/import/values.ts';
import { foldWord, importOrigins, importWords } from '#core/import/words.ts';

/** Codes of the origins a manager may choose for a file, lawful ones first. */
export const originCodes: readonly string[] = importOrigins.map(({ code }) => code);

/** Says whether an origin is a lawful source (IM5, domain S2.7): null when it is, else why not. */
export function judgeOrigin(code: string): IssueCode | null {
  const origin = importOrigins.find((known) => known.code === code);
  if (origin?.isLawful) return null;
  return origin && origin.code !== 'UNKNOWN' ? 'UNLAWFUL_SOURCE' : 'NO_SOURCE';
}

/** Finds the origin that a cell of a source column speaks of; words nobody knows count as stated, not as unlawful. */
export function originOfText(text: string): string | null {
  const folded = foldWord(text);
  const isExact = (words: readonly string[]) => words.some((word) => foldWord(word) === folded);
  const isInside = (words: readonly string[]) =>
    words.some((word) => /\p{Script=Han}{2}/u.test(word) && folded.includes(foldWord(word)));
  const unlawfulFirst = [...importOrigins].sort((a, b) => Number(a.isLawful) - Number(b.isLawful));
  const found =
    importOrigins.find(({ code, words }) => foldWord(code) === folded || isExact(words)) ??
    unlawfulFirst.find(({ words }) => isInside(words));
  return found?.code ?? null;
}

/** What a row's own columns and the statement for the whole file say about where it comes from. */
export interface SourceClaim {
  /** The file's stated origin and basis. */
  readonly origin: string;
  readonly basis: LawfulBasis | null;
  /** The row's own words; null where the file has no such column, '' where the cell is empty. */
  readonly sourceText: string | null;
  readonly basisText: string | null;
}

export interface SourceVerdict {
  readonly origin: string;
  readonly basis: LawfulBasis | null;
  readonly sourceIssue: IssueCode | null;
  readonly basisIssue: IssueCode | null;
}

/**
 * Judges a row's source (IM5): a column of the row speaks for the row, and left empty the row has none;
 * without such a column the statement for the file counts.
 */
export function judgeSource({ origin, basis, sourceText, basisText }: SourceClaim): SourceVerdict {
  const stated = sourceText === null ? origin : sourceText === '' ? 'UNKNOWN' : originOfText(sourceText);
  const own = basisText === null ? basis : codeOf(importWords.values.lawfulBasis, basisText);
  return {
    origin: stated ?? sourceText ?? origin,
    basis: own,
    sourceIssue: stated === null ? null : judgeOrigin(stated),
    basisIssue: own === null ? 'NO_BASIS' : null,
  };
}
