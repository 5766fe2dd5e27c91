/** One measured figure. A ratio compares it with `against`, measured in the same run. */
export interface BenchLine {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string | null;
  readonly ratio: number | null;
}

/** What a figure is measured in, and what it is held against. */
interface Peer {
  readonly unit: string;
  readonly against: string;
  readonly peer: number;
}

/** Makes the lines of one benchmark; without a peer's figure there is no ratio. */
export function lineOf(bench: string): (metric: string, value: number, peer: Peer) => BenchLine {
  return (metric, value, { unit, against, peer }) => ({
    bench,
    metric,
    value,
    unit,
    against,
    ratio: peer === 0 ? null : value / peer,
  });
}
