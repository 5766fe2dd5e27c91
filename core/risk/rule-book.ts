import privateFundV1 from '#resources/questionnaires/private-fund-v1.json' with { type: 'json' };
import defaultV1 from '#resources/questionnaires/default-v1.json' with { type: 'json' };
import suitability202602 from '#resources/suitability-2026-02.json' with { type: 'json' };
import { startOfDay, type Instant } from '#core/base/time.ts';
import { callScripts, type CallScripts } from '#core/calls/script.ts';
import { contactPolicy, type ContactPolicy } from '#core/consent/policy.ts';
import { parseSheet, type Sheet } from '#core/risk/sheet.ts';
import { parseSuitability, type SuitabilityRules } from '#core/risk/suitability.ts';

/** One version of rule data; `content` is null where it is signed but cannot be used by this program. */
export interface Dated<Content> {
  readonly name: string;
  readonly number: number;
  readonly effectiveFrom: Instant;
  readonly content: Content | null;
}

/** Every version of rule data a device or the centre knows, shipped and published. */
export interface RuleBook {
  readonly suitability: readonly Dated<SuitabilityRules>[];
  readonly sheets: readonly Dated<Sheet>[];
  readonly contactPolicies: readonly Dated<ContactPolicy>[];
  readonly callScripts: readonly Dated<CallScripts>[];
}

/** The sheet a test is taken with unless another is chosen. */
export const defaultSheetId = 'default';

/** The matching rules that ship with the program. */
export const shippedRules = parseSuitability(suitability202602);

/** What ships with the program: number 1 of everything, so that it works from the first start. */
export const shippedBook: RuleBook = {
  suitability: [datedOf('suitability', 1, shippedRules)],
  sheets: [defaultV1, privateFundV1].map((data) => {
    const sheet = parseSheet(data);
    return datedOf(sheet.id, sheet.version, sheet);
  }),
  contactPolicies: [datedOf(contactPolicy.id, contactPolicy.version, contactPolicy)],
  callScripts: [datedOf(callScripts.id, callScripts.version, callScripts)],
};

/**
 * Returns the version of a name in force at an instant, whenever it arrived: the one that began last, of equals the
 * higher number; null before the first.
 */
export function inForce<Content>(
  versions: readonly Dated<Content>[],
  name: string,
  at: Instant,
): Dated<Content> | null {
  let found: Dated<Content> | null = null;
  for (const one of versions) {
    if (one.name !== name || one.effectiveFrom > at) continue;
    const isLater =
      found === null ||
      one.effectiveFrom > found.effectiveFrom ||
      (one.effectiveFrom === found.effectiveFrom && one.number > found.number);
    if (isLater) found = one;
  }
  return found;
}

/** Returns the matching rules in force at an instant; null before the first, and where those in force cannot be read. */
export function rulesAt(book: RuleBook, at: Instant): SuitabilityRules | null {
  return inForce(book.suitability, 'suitability', at)?.content ?? null;
}

/** Returns the matching rules of a version by its name (`2026-02`), or null where they are not here. */
export function rulesNamed(book: RuleBook, version: string): SuitabilityRules | null {
  return book.suitability.find(({ content }) => content?.version === version)?.content ?? null;
}

/** Returns the sheet in force at an instant; null where there is none or it cannot be read. */
export function sheetAt(book: RuleBook, id: string, at: Instant): Sheet | null {
  return inForce(book.sheets, id, at)?.content ?? null;
}

/** Returns a sheet by id and version, whether in force or not; null where it is not here. */
export function sheetNamed(book: RuleBook, id: string, version: number): Sheet | null {
  return book.sheets.find(({ name, number }) => name === id && number === version)?.content ?? null;
}

/** What is in use at an instant; not readable where that in force is beyond this program, and this the one before it. */
export interface InUse<Content> {
  readonly content: Content;
  readonly isReadable: boolean;
}

/** Returns the contact policy in use at an instant; before all of them, the one that ships. */
export function contactPolicyAt({ contactPolicies }: RuleBook, at: Instant): InUse<ContactPolicy> {
  return inUse(contactPolicies, at) ?? { content: contactPolicy, isReadable: true };
}

/** Returns the call scripts in use at an instant; before all of them, those that ship. */
export function callScriptsAt({ callScripts: known }: RuleBook, at: Instant): InUse<CallScripts> {
  return inUse(known, at) ?? { content: callScripts, isReadable: true };
}

/** Of versions of one name: the one in force, or the last that can be read before it; null where there is none. */
function inUse<Content>(versions: readonly Dated<Content>[], at: Instant): InUse<Content> | null {
  const name = versions[0]?.name ?? '';
  const current = inForce(versions, name, at);
  if (current === null || current.content !== null) {
    return current?.content ? { content: current.content, isReadable: true } : null;
  }
  const before = inForce(
    versions.filter(({ content }) => content !== null),
    name,
    at,
  );
  return before?.content ? { content: before.content, isReadable: false } : null;
}

function datedOf<Content extends { readonly effectiveFrom: string }>(
  name: string,
  number: number,
  content: Content,
): Dated<Content> {
  return { name, number, effectiveFrom: startOfDay(content.effectiveFrom), content };
}
