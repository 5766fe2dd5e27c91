import { isMainlandWorkday } from '#core/base/workday.ts';
import type { ContactRules } from '#core/consent/over-contact.ts';
import { contactPolicy, type PolicyAt } from '#core/consent/policy.ts';
import type { ReadableDb } from '#db/handles.ts';

const shipped: PolicyAt = () => ({ content: contactPolicy, isReadable: true });

/** Who tells which policies there are now; per open store, since only its workstation knows whose signature counts. */
const told = new WeakMap<ReadableDb, () => PolicyAt>();

/** Lets past contacts of a store be judged by the policies that its workstation believes. */
export function judgeContactsBy(db: ReadableDb, policies: () => PolicyAt): void {
  told.set(db, policies);
}

/** Returns what past contacts of a store are judged by: until a workstation says otherwise, by the policy that ships. */
export function contactRulesOf(db: ReadableDb): ContactRules {
  return { isWorkday: isMainlandWorkday, policyAt: told.get(db)?.() ?? shipped };
}
