import { businessDayOf, daysBetween, type BusinessDay, type Instant } from '#core/base/time.ts';

/** What a host can open a conversation with. Kinds and days only: an amount is never shown at the door. */
export type TalkingPoint =
  | { readonly kind: 'FIRST_MEETING' }
  | { readonly kind: 'RETURNING'; readonly times: number }
  | { readonly kind: 'BIRTHDAY'; readonly inDays: number }
  | { readonly kind: 'MATURITY'; readonly inDays: number }
  | { readonly kind: 'TEST_EXPIRING'; readonly inDays: number }
  | { readonly kind: 'NO_TEST' }
  | { readonly kind: 'GOLDEN_WINDOW'; readonly inDays: number }
  | { readonly kind: 'LONG_SILENCE'; readonly days: number };

/** What is known of the client behind a guest. */
export interface TalkingGround {
  readonly earlierVisits: number;
  readonly birthDay: BusinessDay | null;
  readonly nextMaturityOn: BusinessDay | null;
  readonly level: string | null;
  readonly levelThrough: BusinessDay | null;
  readonly goldenDaysLeft: number | null;
  readonly lastReachedAt: Instant | null;
}

/** Returns the talking points of a client, most useful first, at most four (field practice, domain §3.9). */
export function talkingPointsOf(ground: TalkingGround, now: Instant): TalkingPoint[] {
  const today = businessDayOf(now);
  const points: TalkingPoint[] = [
    ground.earlierVisits > 0 ? { kind: 'RETURNING', times: ground.earlierVisits } : { kind: 'FIRST_MEETING' },
  ];
  const birthday = ground.birthDay === null ? null : daysToBirthday(ground.birthDay, today);
  if (birthday !== null && birthday <= 7) points.push({ kind: 'BIRTHDAY', inDays: birthday });
  const maturity = ground.nextMaturityOn === null ? null : daysBetween(today, ground.nextMaturityOn);
  if (maturity !== null && maturity >= 0 && maturity <= 14)
    points.push({ kind: 'MATURITY', inDays: maturity });
  if (ground.level === null) points.push({ kind: 'NO_TEST' });
  const expiry = ground.levelThrough === null ? null : daysBetween(today, ground.levelThrough);
  if (expiry !== null && expiry <= 30) points.push({ kind: 'TEST_EXPIRING', inDays: expiry });
  if (ground.goldenDaysLeft !== null && ground.goldenDaysLeft >= 0 && ground.goldenDaysLeft <= 30) {
    points.push({ kind: 'GOLDEN_WINDOW', inDays: ground.goldenDaysLeft });
  }
  const silence =
    ground.lastReachedAt === null ? null : daysBetween(businessDayOf(ground.lastReachedAt), today);
  if (silence !== null && silence >= 90) points.push({ kind: 'LONG_SILENCE', days: silence });
  return points.slice(0, 4);
}

/** Days to the next birthday; 29 February is kept on 28 February of a common year. */
function daysToBirthday(birthDay: BusinessDay, today: BusinessDay): number {
  const year = Number(today.slice(0, 4));
  const inYear = daysBetween(today, birthdayIn(birthDay, year));
  return inYear >= 0 ? inYear : daysBetween(today, birthdayIn(birthDay, year + 1));
}

function birthdayIn(birthDay: BusinessDay, year: number): BusinessDay {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const monthDay = birthDay.slice(5) === '02-29' && !isLeap ? '02-28' : birthDay.slice(5);
  return `${year}-${monthDay}`;
}
