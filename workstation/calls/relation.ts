import type { CallCard } from '#core/api/calls.ts';
import { addDays, businessDayOf, startOfDay, type Instant } from '#core/base/time.ts';
import {
  isFirstProduct,
  isKnown,
  relationshipRules,
  relationshipStrength,
  type TwoWayContacts,
} from '#core/calls/relationship.ts';
import { ladderOf } from '#core/consent/ladder.ts';
import type { Stage } from '#core/lifecycle/stage.ts';
import { contactPolicyAt } from '#core/risk/rule-book.ts';
import { countTwoWay } from '#db/queries/relationship.ts';
import type { ContactSubject } from '#workstation/consent/subject.ts';
import type { Station } from '#workstation/station.ts';

/** Returns a client's two-way contacts within the window, today included. */
export function twoWayOf({ db, clock }: Station, clientId: string): TwoWayContacts {
  const first = addDays(businessDayOf(clock()), 1 - relationshipRules.windowDays);
  return countTwoWay(db, clientId, startOfDay(first));
}

/** Says how well a client is known, which rung of the ladder comes next, and how to begin with whoever holds nothing. */
export function relationOf(
  station: Station,
  subject: ContactSubject,
  { stage, now }: { readonly stage: Stage; readonly now: Instant },
): CallCard['relation'] {
  const contacts = twoWayOf(station, subject.clientId);
  const { rung, next, opensAt } = ladderOf(subject.rungs(), contactPolicyAt(subject.book, now).content);
  const isFirst = isFirstProduct(stage);
  return {
    strength: relationshipStrength(contacts),
    days: relationshipRules.windowDays,
    rung,
    next,
    opensAt: opensAt !== null && opensAt > now ? opensAt : null,
    advice: isFirst ? (isKnown(contacts) ? 'START_SMALL' : 'STARTER_ONLY') : null,
    largeAskFromFen: relationshipRules.largeAskFromFen,
  };
}
