import { z } from 'zod';
import { fail, ok, type Result } from '#core/base/result.ts';
import { contactPolicySchema, type ContactPolicy } from '#core/consent/policy.ts';
import { callScriptsSchema, type CallScripts } from '#core/calls/script.ts';
import { shippedBook, type Dated, type RuleBook } from '#core/risk/rule-book.ts';
import type { RuleKind, RuleVersionFields } from '#core/risk/rule-version.ts';
import { shelfName, shelfVersion } from '#core/risk/shelf-version.ts';
import { signingKey, signingKeyName } from '#core/risk/signing-key.ts';
import { parseSheet, type Sheet } from '#core/risk/sheet.ts';
import { parseSuitability, type SuitabilityRules } from '#core/risk/suitability.ts';

/** Rule data that this program understands. */
export interface ReadRules {
  readonly kind: RuleKind;
  readonly name: string;
  /** The version as the data call it: a word or a number. */
  readonly version: string | number;
  /** The day from which the data say they are in force. */
  readonly effectiveFrom: string;
  readonly content: unknown;
}

const readers: Record<RuleKind, (data: unknown) => { version: string | number; effectiveFrom: string }> = {
  SUITABILITY: parseSuitability,
  SHEET: parseSheet,
  CONTACT_POLICY: (data) => contactPolicySchema.parse(data),
  CALL_SCRIPTS: (data) => callScriptsSchema.parse(data),
  SHELF: (data) => shelfVersion.parse(data),
  SIGNING_KEY: (data) => signingKey.parse(data),
};

const kindsById: Readonly<Record<string, RuleKind>> = {
  'contact-policy': 'CONTACT_POLICY',
  'call-scripts': 'CALL_SCRIPTS',
  [shelfName]: 'SHELF',
  [signingKeyName]: 'SIGNING_KEY',
};

/** Says what kind of rule data an object is, by the members only that kind has; null where it is none. */
export function kindOf(data: unknown): { readonly kind: RuleKind; readonly name: string } | null {
  if (typeof data !== 'object' || data === null) return null;
  const { id } = data as { id?: unknown };
  if ('matrix' in data) return { kind: 'SUITABILITY', name: 'suitability' };
  if ('questions' in data && typeof id === 'string') return { kind: 'SHEET', name: id };
  return typeof id === 'string' && id in kindsById ? { kind: kindsById[id] as RuleKind, name: id } : null;
}

/** Reads rule data of any kind, or says every fault in it, a sentence each. */
export function readRules(data: unknown): Result<ReadRules, string[]> {
  const what = kindOf(data);
  if (!what)
    return fail(['This is no questionnaire, no matching rules, no contact policy and no call scripts.']);
  try {
    const content = readers[what.kind](data);
    return ok({ ...what, version: content.version, effectiveFrom: content.effectiveFrom, content });
  } catch (error) {
    return fail(faultsOf(error));
  }
}

/** Returns why a published version cannot be used, a sentence each; empty where it can. */
export function publishedFaults(content: string): string[] {
  try {
    const read = readRules(JSON.parse(content));
    return read.ok ? [] : read.error;
  } catch {
    return ['This is no JSON.'];
  }
}

/** Adds published versions, their signatures verified, to what ships; one of the same number replaces what ships. */
export function bookWith(published: readonly RuleVersionFields[]): RuleBook {
  const of = (wanted: RuleKind): Dated<unknown>[] =>
    published
      .filter(({ kind }) => kind === wanted)
      .map((version) => ({ ...version, content: contentOf(version) }));
  return {
    suitability: merged(shippedBook.suitability, of('SUITABILITY') as Dated<SuitabilityRules>[]),
    sheets: merged(shippedBook.sheets, of('SHEET') as Dated<Sheet>[]),
    contactPolicies: merged(shippedBook.contactPolicies, of('CONTACT_POLICY') as Dated<ContactPolicy>[]),
    callScripts: merged(shippedBook.callScripts, of('CALL_SCRIPTS') as Dated<CallScripts>[]),
  };
}

/** Returns what a published version holds, or null where this program cannot use it. */
export function contentOf({ kind, name, content }: RuleVersionFields): unknown {
  try {
    const read = readRules(JSON.parse(content));
    return read.ok && read.value.kind === kind && read.value.name === name ? read.value.content : null;
  } catch {
    return null;
  }
}

function merged<Content>(
  shipped: readonly Dated<Content>[],
  published: readonly Dated<Content>[],
): Dated<Content>[] {
  const isReplaced = (own: Dated<Content>): boolean =>
    published.some(({ name, number }) => name === own.name && number === own.number);
  return [...shipped.filter((own) => !isReplaced(own)), ...published];
}

function faultsOf(error: unknown): string[] {
  if (error instanceof z.ZodError) {
    return error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || 'the data'}: ${message}.`,
    );
  }
  return [error instanceof Error ? error.message : String(error)];
}
