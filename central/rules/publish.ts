import { startOfDay, beijingText, type Instant } from '#core/base/time.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { readRules, type ReadRules } from '#core/risk/read-rules.ts';
import { shippedVersions } from '#core/risk/shipped-versions.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import type { CentreContext } from '#central/context.ts';
import {
  firstAnnouncement,
  signedVersion,
  signerFor,
  storedVersions,
  versionRecord,
} from '#central/rules/announced.ts';

export interface PublishOrder {
  readonly tenantId: string;
  /** The rule data, parsed. */
  readonly data: unknown;
  /** From when they are in force: an instant, now, or the start of the day the data name. */
  readonly effectiveFrom: Instant | 'NOW' | 'AS_NAMED';
  /** Says what would happen and does nothing. */
  readonly isDryRun: boolean;
  /** The file of the key that signs, as text; left out for a branch's first key. */
  readonly keyFile?: string | null;
}

/** What was published, or would be, and the version it follows. */
export interface Publication {
  readonly version: Omit<RuleVersionFields, 'signature' | 'content'>;
  readonly before: Pick<RuleVersionFields, 'number' | 'effectiveFrom'>;
  /** What differs from the version before, one line each: the place, the old value, the new one. */
  readonly differences: readonly string[];
}

/**
 * Publishes rule data to a branch as the next version of their name: checked, signed, numbered and dated. Refused with
 * every fault in words; nothing that was published is ever changed, and nothing takes effect in the past, where it was
 * already judged by what was known then.
 */
export async function publishRules(
  { store, clock, newId }: Pick<CentreContext, 'store' | 'clock' | 'newId'>,
  order: PublishOrder,
): Promise<Result<Publication, string[]>> {
  const read = readRules(order.data);
  if (!read.ok) return read;
  const rules = read.value;
  return store.write(order.tenantId, async (tx) => {
    const tenant = await tx.tenant();
    if (!tenant) return fail([`There is no branch ${order.tenantId}.`]);
    const { seq } = await tx.lockCounter();
    const now = clock();
    const published = await storedVersions(tx);
    const signer = signerFor(tenant, published, order.keyFile ?? null);
    if (!signer.ok) return fail([signer.error]);
    const known = versionsOf(published, rules);
    const effectiveFrom = instantOf(order.effectiveFrom, rules, now);
    const number = Math.max(...known.map((one) => one.number)) + 1;
    const faults = faultsOf(rules, { known, number, effectiveFrom, now });
    if (faults.length > 0) return fail(faults);
    const { kind, name } = rules;
    const version = { kind, name, number, effectiveFrom, publishedAt: now };
    const content = canonicalJson(order.data);
    const before = known.at(-1) as Known;
    const publication = { version, before, differences: differencesOf(before.content, content) };
    if (order.isDryRun) return ok(publication);
    const first = firstAnnouncement(order.tenantId, { signer: signer.value, versions: published, now });
    const rows = [...first, signedVersion(order.tenantId, signer.value, { ...version, content })];
    await tx.writeRecords(rows.map((row, index) => versionRecord(newId(), seq + index + 1, row)));
    await tx.moveCounter(seq + rows.length);
    return ok(publication);
  });
}

/** Returns every version a branch was given, as published, oldest first. */
export async function publishedVersions(
  { store }: Pick<CentreContext, 'store'>,
  tenantId: string,
): Promise<RuleVersionFields[]> {
  const stored = await store.read(tenantId, storedVersions);
  return stored.toSorted((a, b) => a.publishedAt - b.publishedAt);
}

function instantOf(
  wished: PublishOrder['effectiveFrom'],
  { effectiveFrom }: ReadRules,
  now: Instant,
): Instant {
  if (wished === 'AS_NAMED') return startOfDay(effectiveFrom);
  return wished === 'NOW' ? now : wished;
}

type Known = Pick<RuleVersionFields, 'number' | 'effectiveFrom' | 'content'>;

/** The version that ships and those published, by number. */
function versionsOf(
  published: readonly RuleVersionFields[],
  { kind, name }: Pick<ReadRules, 'kind' | 'name'>,
): Known[] {
  const own = [...shippedVersions, ...published];
  const known = own.filter((one) => one.kind === kind && one.name === name);
  // A sheet of a new name has no version before its first.
  const none: Known = { number: 0, effectiveFrom: 0, content: '{}' };
  return known.length === 0 ? [none] : known.toSorted((a, b) => a.number - b.number);
}

function faultsOf(
  { kind, version }: ReadRules,
  at: {
    readonly known: readonly Known[];
    readonly number: number;
    readonly effectiveFrom: Instant;
    readonly now: Instant;
  },
): string[] {
  if (kind === 'SHELF') return ['Products are published with the command products.'];
  if (kind === 'SIGNING_KEY') return ['A key is announced with the command rotate-key.'];
  const faults: string[] = [];
  const used = at.known.some(
    ({ content }) => (JSON.parse(content) as { version?: unknown }).version === version,
  );
  if (typeof version === 'number' && version !== at.number) {
    faults.push(`The file calls itself version ${version}; the next version is ${at.number}.`);
  } else if (used) faults.push(`There is a version "${version}" already: give this one a name of its own.`);
  if (at.effectiveFrom < at.now) {
    faults.push(
      `It would have been in force since ${beijingText(at.effectiveFrom)} (Beijing): rules take effect now or later; say when with --effective.`,
    );
  }
  return faults;
}

/** Compares two texts of JSON place by place. */
function differencesOf(before: string, after: string): string[] {
  const [old, young] = [placesOf(JSON.parse(before)), placesOf(JSON.parse(after))];
  const places = [...new Set([...old.keys(), ...young.keys()])].sort();
  return places
    .filter((place) => old.get(place) !== young.get(place))
    .map((place) => `${place}: ${old.get(place) ?? '(nothing)'} → ${young.get(place) ?? '(nothing)'}`);
}

function placesOf(value: unknown, place = ''): Map<string, string> {
  if (value === null || typeof value !== 'object') return new Map([[place, JSON.stringify(value)]]);
  const places = Object.entries(value).flatMap(([key, member]) => [
    ...placesOf(member, place === '' ? key : `${place}.${nameOf(member) ?? key}`),
  ]);
  return new Map(places);
}

/** Members of a list are named by their own key, so that one put in front does not move all others. */
function nameOf(member: unknown): string | null {
  const key = (member as { key?: unknown } | null)?.key;
  return typeof key === 'string' ? key : null;
}
