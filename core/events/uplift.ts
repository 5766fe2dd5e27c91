import { seededRandom, type Id } from '#core/base/ids.ts';
import { bootstrapDifference, mean, newcombe, type Estimate } from '#core/events/interval.ts';
import { upliftRules } from '#core/events/uplift-rules.ts';

/** What became of one client between the day before the invitation and the end of the window. Money in fen. */
export interface Subject {
  readonly clientId: Id;
  readonly isInvited: boolean;
  readonly hasAttended: boolean;
  /** What the client held when the lists were drawn, frozen then. */
  readonly baselineFen: number;
  /** What the client holds at the end of the window, interest credited since left out. */
  readonly afterFen: number;
}

/** Whom the invited are compared with: clients left out by lot, or others chosen because they resemble them. */
export type Comparison = 'RANDOM' | 'MATCHED';

/** One side of the comparison; a share is a fraction of `clients`. */
export interface ArmFigures {
  readonly clients: number;
  readonly attended: number;
  readonly raised: number;
  readonly meanChangeFen: number;
}

/** Why no effect is named, or which way it goes; `NOT_SHOWN` where the interval of the share holds zero. */
export type UpliftVerdict = 'TOO_FEW' | 'NOT_SHOWN' | 'MORE_RAISED' | 'FEWER_RAISED';

/** What an event changed, as far as can be said. Money in fen, shares as fractions. */
export interface UpliftReport {
  readonly comparison: Comparison;
  readonly invited: ArmFigures;
  readonly control: ArmFigures;
  readonly verdict: UpliftVerdict;
  /** Share of the invited who raised minus that of the others; null where a side has fewer than the least number. */
  readonly raised: Estimate | null;
  /** Mean change of the invited minus that of the others, whoever came: intention to treat. */
  readonly change: Estimate | null;
  /** What coming changed for those who came; null where the lists did not change who came. */
  readonly perAttendeeFen: number | null;
  /** By everyone who came, whoever invited them. */
  readonly costPerAttendeeFen: number | null;
  /**
   * Cost for each fen that the invitation brought in, of the part of the cost that falls on the attendees compared; null
   * where it brought none. As unsure as `change`: no price to be shown where that may be nothing.
   */
  readonly costPerNetFen: number | null;
}

/** What the comparison is told besides its subjects. */
interface Measure {
  readonly comparison: Comparison;
  /** All that was spent on the event; null for unknown. */
  readonly costFen: number | null;
  /** How many people came in all: also other managers' clients, companions and walk-ins, who are not compared. */
  readonly came: number;
  readonly seed: number;
}

/**
 * Compares invited with not invited clients by what they were meant to get, not by who came (domain §3.9): attendance is
 * self-chosen and proves nothing. `seed` makes the money's interval the same in every copy of the report.
 */
export function upliftOf(
  subjects: readonly Subject[],
  { comparison, costFen, came, seed }: Measure,
): UpliftReport {
  const [one, other] = [subjects.filter(isInvited), subjects.filter((subject) => !isInvited(subject))];
  const [invited, control] = [figuresOf(one), figuresOf(other)];
  const costPerAttendeeFen = ratio(costFen, came);
  const costs = { costPerAttendeeFen };
  if (Math.min(invited.clients, control.clients) < upliftRules.leastPerArm) {
    const unknown = { raised: null, change: null, perAttendeeFen: null, costPerNetFen: null };
    return { comparison, invited, control, verdict: 'TOO_FEW', ...unknown, ...costs };
  }
  const raised = newcombe(shareOf(invited), shareOf(control));
  const change = bootstrapDifference(one.map(changeOf), other.map(changeOf), seededRandom(seed));
  return {
    comparison,
    invited,
    control,
    verdict: verdictOf(raised),
    raised,
    change,
    perAttendeeFen: perAttendee(change, invited, control),
    ...costs,
    costPerNetFen:
      costPerAttendeeFen === null
        ? null
        : ratio(costPerAttendeeFen * invited.attended, change.value * invited.clients),
  };
}

function isInvited(subject: Subject): boolean {
  return subject.isInvited;
}

function changeOf({ baselineFen, afterFen }: Subject): number {
  return afterFen - baselineFen;
}

function figuresOf(subjects: readonly Subject[]): ArmFigures {
  return {
    clients: subjects.length,
    attended: subjects.filter(({ hasAttended }) => hasAttended).length,
    raised: subjects.filter((subject) => changeOf(subject) > 0).length,
    meanChangeFen: subjects.length === 0 ? 0 : mean(subjects.map(changeOf)),
  };
}

function shareOf({ raised, clients }: ArmFigures): { hits: number; of: number } {
  return { hits: raised, of: clients };
}

function verdictOf({ low, high }: Estimate): UpliftVerdict {
  if (low > 0) return 'MORE_RAISED';
  return high < 0 ? 'FEWER_RAISED' : 'NOT_SHOWN';
}

/** Some came without being on the list: the difference in coming is what the list can answer for. */
function perAttendee(change: Estimate, invited: ArmFigures, control: ArmFigures): number | null {
  const moreCame = invited.attended / invited.clients - control.attended / control.clients;
  return moreCame > 0 ? change.value / moreCame : null;
}

function ratio(cost: number | null, by: number): number | null {
  return cost === null || by <= 0 ? null : cost / by;
}
