import { canonicalJson } from '#core/sync/canonical.ts';
import { entities, type Entity } from '#core/sync/entities.ts';
import { readHlc, writeHlc } from '#core/sync/hlc.ts';
import type { Instant } from '#core/base/time.ts';

/** Who wrote a field last: at which seq, with which clamped intent, on which device, for which manager. */
export type FieldMark = readonly [seq: number, hlc: string, deviceId: string, managerId: string];

/** The marks of a row by field name; `*` stands for every field that is not named. */
export type FieldMarks = Readonly<Record<string, FieldMark>>;

export interface MergeTarget {
  readonly entity: Entity;
  readonly data: Readonly<Record<string, unknown>>;
  readonly marks: FieldMarks;
}

export interface PatchIntent {
  readonly patch: Readonly<Record<string, unknown>>;
  /** The row's seq the author had seen. */
  readonly base: number;
  /** The intent's clock, clamped by {@link clampHlc}. */
  readonly hlc: string;
  readonly deviceId: string;
  readonly managerId: string;
}

/** A value that lost, with what is needed to show it and to take the decision back. */
export interface LostValue {
  readonly field: string;
  readonly winner: unknown;
  readonly loser: unknown;
  readonly winnerManagerId: string;
  readonly loserManagerId: string;
  readonly rule: 'lww' | 'server-wins' | 'delete';
}

export interface Merged {
  /** The fields that change, with their new values. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly lost: readonly LostValue[];
}

/** The author of values written by the centre itself. */
export const centreAuthor = 'central';

/**
 * Merges a patch field by field (sync.md §2.3): an equal value is a no-op; a field nobody else wrote after `base`
 * is clean; otherwise the later clamped intent wins and a tie goes to the arrival; the centre's fields stay.
 * Every value that loses against a different one is returned in `lost`.
 */
export function mergePatch(target: MergeTarget, intent: PatchIntent): Merged {
  const central: readonly string[] = entities[target.entity].centralFields;
  const changes: Record<string, unknown> = {};
  const lost: LostValue[] = [];
  for (const [field, value] of Object.entries(intent.patch)) {
    const mark = markOf(target.marks, field);
    if (canonicalJson(value) === canonicalJson(target.data[field])) continue;
    if (central.includes(field)) lost.push({ ...currentStays(field, target, intent), rule: 'server-wins' });
    else if (isClean(mark, intent)) changes[field] = value;
    else if (isLater(intent.hlc, mark)) {
      changes[field] = value;
      lost.push({ ...incomingWins(field, target, intent), rule: 'lww' });
    } else lost.push({ ...currentStays(field, target, intent), rule: 'lww' });
  }
  return { changes, lost };
}

/** Returns the values other devices wrote after `base` that a deletion takes away, by name of field. */
export function lostByDelete(target: MergeTarget, author: Omit<PatchIntent, 'patch'>): LostValue[] {
  const taken = Object.keys(target.data)
    .sort()
    .filter((field) => !isClean(markOf(target.marks, field), author));
  const intent = { ...author, patch: Object.fromEntries(taken.map((field) => [field, null])) };
  return taken.map((field) => ({ ...incomingWins(field, target, intent), rule: 'delete' }));
}

/**
 * Returns the intent's clock moved into [the device's last contact, now], so that a wrong clock neither wins for ever
 * nor always loses; null where the text is no clock reading.
 */
export function clampHlc(hlc: string, lastContact: Instant, now: Instant): string | null {
  const reading = readHlc(hlc);
  if (!reading) return null;
  if (reading.ms >= lastContact && reading.ms <= now) return hlc;
  return writeHlc({ ...reading, ms: reading.ms > now ? now : lastContact, counter: 0 });
}

function markOf(marks: FieldMarks, field: string): FieldMark | undefined {
  return Object.hasOwn(marks, field) ? marks[field] : marks['*'];
}

function isClean(mark: FieldMark | undefined, { base, deviceId }: Omit<PatchIntent, 'patch'>): boolean {
  return !mark || mark[0] <= base || mark[2] === deviceId;
}

/** True unless the standing value's intent is strictly later: ties go to the arrival. The device's name decides nothing. */
function isLater(hlc: string, mark: FieldMark | undefined): boolean {
  const incoming = readHlc(hlc);
  const standing = readHlc(mark?.[1] ?? '');
  if (!incoming || !standing) return true;
  if (incoming.ms !== standing.ms) return incoming.ms > standing.ms;
  return incoming.counter >= standing.counter;
}

function standing(field: string, { data, marks }: MergeTarget): { value: unknown; by: string } {
  return { value: data[field], by: markOf(marks, field)?.[3] ?? centreAuthor };
}

function currentStays(field: string, target: MergeTarget, intent: PatchIntent): Omit<LostValue, 'rule'> {
  const { value: winner, by: winnerManagerId } = standing(field, target);
  return { field, winner, loser: intent.patch[field], winnerManagerId, loserManagerId: intent.managerId };
}

function incomingWins(field: string, target: MergeTarget, intent: PatchIntent): Omit<LostValue, 'rule'> {
  const { value: loser, by: loserManagerId } = standing(field, target);
  return { field, winner: intent.patch[field], loser, winnerManagerId: intent.managerId, loserManagerId };
}
