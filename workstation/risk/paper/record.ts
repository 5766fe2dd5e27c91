import { createHash } from 'node:crypto';
import { businessDayOf } from '#core/base/time.ts';
import { paperFields, paperLayout, paperWord, stampText, type Paper } from '#core/risk/paper.ts';
import type { SignedRecordFields } from '#core/risk/signed-record.ts';
import type { Language } from '#core/risk/step-text.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { signedRecordOf } from '#db/queries/risk.ts';
import { readRow } from '#db/rows.ts';
import { printPaper } from '#workstation/risk/paper/print.ts';
import { wordStep, wordTest, type Worded } from '#workstation/risk/paper/words.ts';
import { commit, type Station } from '#workstation/station.ts';

/** Which test or step a paper is of. */
export type PaperKey = Pick<SignedRecordFields, 'about' | 'aboutId'>;

/** A paper as a file. */
export interface PaperFile {
  /** Without folder, safe in every file system. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly fileSha256: string;
  /** Of the words and the signature, as printed at the foot. */
  readonly wordsSha256: string;
  /** Words and bytes are those whose hashes were kept when the record was made. */
  readonly isAsRecorded: boolean;
  /** Of a void test: stamped as such, with other bytes than were kept. */
  readonly isStamped: boolean;
}

/**
 * Returns the paper of a test or step as PDF, from the words kept with it. Where none are kept yet they are put together
 * now, in the language given, and kept with the hashes as a fact. Null where the fact, its client or its sheet is not here.
 */
export async function paperOf(
  station: Station,
  key: PaperKey,
  language: Language,
): Promise<PaperFile | null> {
  const worded = wordsOf(station, key, language);
  if (!worded) return null;
  const kept = signedRecordOf(station.db, key.about, key.aboutId);
  const paper = kept ? paperFields.parse(JSON.parse(kept.wordsJson)) : worded.paper;
  const given = { paper, signaturePath: worded.signaturePath, madeAt: worded.recordedAt };
  const wordsSha256 = hashOfWords(paper, worded.signaturePath);
  const reason = voidedReasonOf(station, key);
  const stamp = reason === null ? null : stampText(reason, paper.language);
  const bytes = await printPaper({ ...given, sha256: wordsSha256, stamp });
  const fileSha256 = sha256(bytes);
  if (!kept && reason === null) keep(station, key, worded, { paper, wordsSha256, fileSha256 });
  const isStamped = stamp !== null;
  const isSameFile = isStamped || kept?.fileSha256 === fileSha256;
  const isAsRecorded = kept === null || (kept.wordsSha256 === wordsSha256 && isSameFile);
  return { name: nameOf(station, worded, paper), bytes, fileSha256, wordsSha256, isAsRecorded, isStamped };
}

function wordsOf(station: Station, { about, aboutId }: PaperKey, language: Language): Worded | null {
  return about === 'TEST' ? wordTest(station, aboutId, language) : wordStep(station, aboutId, language);
}

function voidedReasonOf({ db }: Station, { about, aboutId }: PaperKey): string | null {
  return about === 'TEST' ? (readRow(db, 'riskTest', aboutId)?.data.voidedReason ?? null) : null;
}

/** Keeps the words with the hashes. Two devices that do so offline leave two records of the same words. */
function keep(
  station: Station,
  key: PaperKey,
  { clientId, retainUntil }: Worded,
  made: { readonly paper: Paper; readonly wordsSha256: string; readonly fileSha256: string },
): void {
  if (signedRecordOf(station.db, key.about, key.aboutId)) return;
  const { paper, wordsSha256, fileSha256 } = made;
  const data: SignedRecordFields = {
    ...key,
    clientId,
    layout: paperLayout,
    language: paper.language,
    wordsJson: canonicalJson(paper),
    wordsSha256,
    fileSha256,
    madeAt: station.clock(),
    retainUntil,
  };
  commit(station, 'risk.paper', [{ op: 'create', entity: 'signedRecord', id: station.newId(), data }]);
}

function hashOfWords(paper: Paper, signaturePath: string | null): string {
  return sha256(`${canonicalJson(paper)}\n${signaturePath ?? ''}`);
}

function sha256(given: string | Buffer): string {
  return createHash('sha256').update(given).digest('hex');
}

/** Title, client and day, without what a file system refuses. */
function nameOf({ db }: Station, { clientId, recordedAt }: Worded, { title, language }: Paper): string {
  const client = readRow(db, 'client', clientId)?.data.name ?? paperWord('client', language);
  const name = [title, client, businessDayOf(recordedAt)].join('_').replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-');
  return `${name.replaceAll(/\s+/g, ' ').slice(0, 120)}.pdf`;
}
