/** What an oracle found broken. */
export type Verdict = 'lost' | 'diverged' | 'broken';

/** An oracle's finding: which one, and in words what it saw. */
export class Violation extends Error {
  readonly oracle: string;
  readonly verdict: Verdict;

  constructor(oracle: string, verdict: Verdict, detail: string) {
    super(`${oracle}: ${detail}`);
    this.oracle = oracle;
    this.verdict = verdict;
  }
}

/** Throws a violation unless something holds. */
export function hold(
  isTrue: boolean,
  oracle: string,
  verdict: Verdict,
  detail: () => string,
): asserts isTrue {
  if (!isTrue) throw new Violation(oracle, verdict, detail());
}
