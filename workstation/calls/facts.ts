import type { CardFact } from '#core/api/calls.ts';
import { businessDayOf, daysBetween, type Instant } from '#core/base/time.ts';
import { daysToBirthday } from '#core/calls/birthday.ts';
import type { Reason } from '#core/calls/contact.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { ChurnReason } from '#core/lifecycle/churn.ts';
import type { SalonRow, SummaryRow } from '#db/queries/calls.ts';

/** What facts are drawn from. */
export interface FactSources {
  readonly client: ClientFields;
  readonly summary: SummaryRow | null;
  readonly goldenDaysLeft: number | null;
  readonly maturity: {
    readonly day: string;
    readonly amountFen: number;
    readonly productId: string;
    readonly product: string | null;
  } | null;
  readonly salon: SalonRow | null;
  readonly now: Instant;
}

const birthdayDays = 14;

/** Which fact belongs to a reason; it is told first. */
const leading: Partial<Record<Reason, CardFact['kind']>> = {
  MATURITY: 'MATURITY',
  GOLDEN_WINDOW: 'GOLDEN',
  CHURN: 'CHURN',
  EVENT_CONFIRM: 'EVENT',
  BIRTHDAY: 'BIRTHDAY',
};

/** Returns the three facts worth knowing in this call: the reason's own first, then the general ones in order. */
export function factsFor(reason: Reason, sources: FactSources): CardFact[] {
  const facts = allFacts(sources);
  const first = facts.filter(({ kind }) => kind === leading[reason]);
  return [...first, ...facts.filter(({ kind }) => kind !== leading[reason])].slice(0, 3);
}

function allFacts({ client, summary, goldenDaysLeft, maturity, salon, now }: FactSources): CardFact[] {
  const today = businessDayOf(now);
  const facts: (CardFact | null)[] = [
    summary && { kind: 'AUM', amountFen: summary.aumFen },
    maturity && maturityFact(maturity),
    salon && { kind: 'EVENT', title: salon.title, at: salon.startsAt },
    goldenDaysLeft === null ? null : { kind: 'GOLDEN', days: goldenDaysLeft },
    birthdayFact(client, today),
    summary && summary.churnScore > 0 ? churnFact(summary) : null,
    client.otherPlatforms ? { kind: 'ELSEWHERE', text: client.otherPlatforms } : null,
    daysAgo('LOGIN', summary?.lastLoginAt ?? null, today),
    daysAgo('TRADE', summary?.lastTradeAt ?? null, today),
    summary && { kind: 'COMPLETENESS', percent: summary.completeness },
  ];
  return facts.filter((fact) => fact !== null);
}

function maturityFact({ day, amountFen, product }: NonNullable<FactSources['maturity']>): CardFact {
  return { kind: 'MATURITY', day, amountFen, product };
}

function birthdayFact({ birthDay }: ClientFields, today: string): CardFact | null {
  const days = birthDay === null ? null : daysToBirthday(birthDay, today, birthdayDays);
  return birthDay === null || days === null ? null : { kind: 'BIRTHDAY', days, day: birthDay };
}

function churnFact({ churnScore, churnReasons }: SummaryRow): CardFact {
  const [first] = JSON.parse(churnReasons) as ChurnReason[];
  return { kind: 'CHURN', score: churnScore, code: first?.code ?? null, value: first?.value ?? 0 };
}

function daysAgo(kind: 'LOGIN' | 'TRADE', at: Instant | null, today: string): CardFact | null {
  return at === null ? null : { kind, days: daysBetween(businessDayOf(at), today) };
}
