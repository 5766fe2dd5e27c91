import type { Id, Random } from '#core/base/ids.ts';
import { fail, ok, type Result } from '#core/base/result.ts';
import { handOverLetters } from '#core/venue/hand-over.ts';
import { inGroups, spokenLetters } from '#core/venue/pairing.ts';
import { noteOwnEntries, takeEntries } from '#db/changes/venue.ts';
import { entriesOf } from '#db/queries/venue.ts';
import { readRow } from '#db/rows.ts';
import type { KdfCost, RandomBytes } from '#db/vault.ts';
import { changesOf, type Station } from '#workstation/station.ts';
import { tellLearned } from '#workstation/venue/exchange.ts';
import { openHandOver, sealHandOver, type HandOverProblem } from '#workstation/venue/hand-over-file.ts';

export interface HandOverTools {
  readonly randomBytes: RandomBytes;
  /** Fit for secrets. */
  readonly random: Random;
  readonly cost?: KdfCost;
}

/** A hand-over to be carried to another desk. */
export interface WrittenHandOver {
  readonly content: string;
  /** Made here and in no file: said from host to host. */
  readonly passphrase: string;
  readonly entries: number;
}

/** Writes everything this device knows of an event's door for another desk: the last way where there is no network at all. */
export async function writeHandOver(
  station: Station,
  eventId: Id,
  { randomBytes, random, ...cost }: HandOverTools,
): Promise<Result<WrittenHandOver, 'NOT_FOUND' | 'NOTHING'>> {
  const { db, me, clock } = station;
  if (!readRow(db, 'event', eventId)) return fail('NOT_FOUND');
  noteOwnEntries(db, eventId, { deviceId: me.deviceId, deskName: me.deviceName });
  const entries = entriesOf(db, eventId);
  if (entries.length === 0) return fail('NOTHING');
  const passphrase = inGroups(spokenLetters(random, handOverLetters));
  const content = { desk: me.deviceName, madeAt: clock(), entries };
  const text = await sealHandOver(eventId, content, { passphrase, randomBytes, ...cost });
  return ok({ content: text, passphrase, entries: entries.length });
}

/** What a hand-over brought. */
export interface ReadHandOver {
  readonly desk: string;
  readonly madeAt: number;
  /** Entries nobody here had heard of. */
  readonly added: number;
  readonly known: number;
}

/**
 * Takes what another desk wrote: a set union, so that a file read twice, or an older one after a newer, does no harm. A
 * file or passphrase that is wrong changes nothing.
 */
export async function readHandOver(
  station: Station,
  eventId: Id,
  {
    content,
    passphrase,
    ...cost
  }: { readonly content: string; readonly passphrase: string; readonly cost?: KdfCost },
): Promise<Result<ReadHandOver, HandOverProblem | 'NOT_FOUND'>> {
  const { db } = station;
  if (!readRow(db, 'event', eventId)) return fail('NOT_FOUND');
  const opened = await openHandOver(eventId, content, { passphrase, ...cost });
  if (!opened.ok) return opened;
  const { desk, madeAt, entries } = opened.value;
  const learned = takeEntries(db, changesOf(station), { entries, handedTo: null });
  tellLearned(station, learned);
  return ok({ desk, madeAt, added: learned.length, known: entries.length - learned.length });
}
