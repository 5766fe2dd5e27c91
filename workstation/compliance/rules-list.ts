import type { Instant } from '#core/base/time.ts';
import { shippedVersions } from '#core/risk/shipped-versions.ts';
import type { RuleVersionFields } from '#core/risk/rule-version.ts';
import type { ReadableDb } from '#db/handles.ts';
import { takenVersions, type Refused } from '#workstation/risk/rule-book.ts';

type Known = Pick<RuleVersionFields, 'kind' | 'name' | 'number' | 'effectiveFrom' | 'content'> & {
  readonly id: string | null;
  readonly publishedAt: Instant | null;
  readonly refused: Refused | null;
};

/** A version of rule data and where it stands on this device. */
export type ListedVersion = Omit<Known, 'content' | 'refused'> & {
  readonly version: string | null;
  readonly state: 'IN_FORCE' | 'COMING' | 'SUPERSEDED' | Refused;
};

/** Lists every version known here, by kind and name, the one that begins last first. */
export function rulesList(db: ReadableDb, now: Instant): ListedVersion[] {
  const shipped = shippedVersions.map((one) => ({ ...one, id: null, publishedAt: null, refused: null }));
  const all: Known[] = [...shipped, ...takenVersions(db)];
  const newest = all.toSorted((a, b) => b.effectiveFrom - a.effectiveFrom || b.number - a.number);
  const inForce = new Map<string, Known>();
  // What is signed and cannot be read is in force all the same.
  for (const one of newest.filter(({ refused }) => refused === null || refused === 'UNREADABLE')) {
    if (one.effectiveFrom <= now && !inForce.has(nameOf(one))) inForce.set(nameOf(one), one);
  }
  return newest
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b))))
    .map((one) => {
      const { kind, name, number, effectiveFrom, id, publishedAt, content } = one;
      // A version of the shelf holds only what changed: the ones before go on for the rest.
      const isInForce = inForce.get(nameOf(one)) === one || (kind === 'SHELF' && effectiveFrom <= now);
      const state = one.refused ?? (isInForce ? 'IN_FORCE' : effectiveFrom > now ? 'COMING' : 'SUPERSEDED');
      return { kind, name, number, effectiveFrom, id, publishedAt, version: versionOf(content), state };
    });
}

function nameOf({ kind, name }: Known): string {
  return `${kind}/${name}`;
}

function versionOf(content: string): string | null {
  try {
    const { version } = JSON.parse(content) as { version?: unknown };
    return typeof version === 'string' || typeof version === 'number' ? String(version) : null;
  } catch {
    return null;
  }
}
