import { businessDayOf, type Instant } from '#core/base/time.ts';
import type { Reason } from '#core/calls/contact.ts';
import { isSpeakable, type Script } from '#core/calls/script.ts';
import type { ContactPolicy, PolicyAt } from '#core/consent/policy.ts';
import { callScriptsAt, contactPolicyAt, type InUse, type RuleBook } from '#core/risk/rule-book.ts';
import type { ReadableDb } from '#db/handles.ts';
import { ruleBookOf } from '#workstation/risk/rule-book.ts';

/** Returns the contact policy that counts here at an instant: the published one in force, else the one that ships. */
export function policyInUse(db: ReadableDb, at: Instant): InUse<ContactPolicy> {
  return contactPolicyAt(ruleBookOf(db), at);
}

/** Returns what tells the contact policy of any instant, by what was published until now. */
export function policiesOf(db: ReadableDb): PolicyAt {
  const book = ruleBookOf(db);
  return (at) => contactPolicyAt(book, at);
}

/** The script of a reason as it may be used. */
export interface ScriptInUse {
  readonly script: Script;
  readonly version: number;
  /** Reviewed, clean on the day, and of a collection this program can read. */
  readonly isSpeakable: boolean;
}

/** Returns the script for calls of a reason at an instant, and whether it may be spoken then (CP12, CP25). */
export function scriptInUse(book: RuleBook, reason: Reason, at: Instant): ScriptInUse {
  const { content, isReadable } = callScriptsAt(book, at);
  const script = content.scripts[reason];
  const isClean = isReadable && isSpeakable(script, businessDayOf(at));
  return { script, version: content.version, isSpeakable: isClean };
}
