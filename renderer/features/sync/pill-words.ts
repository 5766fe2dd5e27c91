import type { TFunction } from 'i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { formatCount, formatDate, formatDateTime, formatTime } from '#renderer/lib/format.ts';

/** What the pill says in short, and the lines behind it. */
interface PillWords {
  readonly short: string;
  readonly lines: readonly string[];
}

/**
 * Says where this workstation stands so that every word is true in every state: "synced" only where nothing waits,
 * "offline" only where the centre was tried in vain, and the reason where a person has to act.
 */
export function pillWords(t: TFunction<'sync'>, status: SyncStatus, now = Date.now()): PillWords {
  return { short: shortWords(t, status, now).join(' · '), lines: longWords(t, status) };
}

/** Says why sync stands still, or what is wrong beside it; unknown codes are a fault of the centre. */
export function problemWords(t: TFunction<'sync'>, code: string): string {
  return t(`problem.${code}` as never, { defaultValue: t('problem.SERVER_ERROR') });
}

function shortWords(t: TFunction<'sync'>, status: SyncStatus, now: number): string[] {
  const { phase, problem, refused, held, syncedAt } = status;
  const waiting = status.pending - held;
  const words = [leadWords(t, status)];
  if (phase !== 'synced' && waiting > 0) words.push(t('pill.pending', { count: waiting }));
  if (held > 0) words.push(t('pill.held', { count: held }));
  if (refused > 0) words.push(t('pill.refused', { count: refused }));
  if (phase === 'synced' && problem) words.push(t(`pill.problem.${problem}` as never, { defaultValue: '' }));
  const isAsOfTold = phase === 'offline' || (phase === 'synced' && waiting === 0 && !status.isLive);
  if (isAsOfTold && problem !== 'LOCKED' && syncedAt !== null)
    words.push(t('pill.asOf', { time: shortTime(syncedAt, now) }));
  return words.filter((word) => word !== '');
}

/** Says the state itself, before any count: one or two words. */
export function leadWords(t: TFunction<'sync'>, status: SyncStatus): string {
  const { phase, problem, progress, pending, held, isLive, isMetered } = status;
  if (phase === 'blocked')
    return t(`pill.problem.${problem ?? ''}` as never, { defaultValue: t('pill.blocked') });
  if (phase === 'syncing') {
    if (!progress || progress.total === 0) return t('pill.syncing');
    return t('pill.progress', { percent: Math.floor((100 * progress.done) / progress.total) });
  }
  if (phase === 'offline') {
    if (problem === null) return t('pill.connecting');
    return t(`pill.problem.${problem}` as never, { defaultValue: t('pill.offline') });
  }
  if (pending > held) return t('pill.toUpload', { count: pending - held });
  if (isMetered) return t('pill.metered');
  return t(isLive ? 'pill.live' : 'pill.synced');
}

function longWords(t: TFunction<'sync'>, status: SyncStatus): string[] {
  const { problem, phase, pending, held, refused, syncedAt, proof, isLive, isMetered } = status;
  return [
    problem ? problemWords(t, problem) : t(phase === 'offline' ? 'phase.connecting' : `phase.${phase}`),
    pending === 0 ? t('nothingPending') : t('pending', { count: pending }),
    held > 0 ? t('held', { count: held }) : '',
    refused > 0 ? t('refusedCount', { count: refused }) : '',
    syncedAt === null ? t('never') : t('lastSync', { time: formatDateTime(syncedAt) }),
    proof === null ? t('proof.none') : proofWords(t, proof),
    isMetered ? t('line.metered') : isLive ? t('line.live') : '',
  ].filter((line) => line !== '');
}

/** Says when both sides were last compared, over how many rows, and what came of it. */
export function proofWords(t: TFunction<'sync'>, proof: NonNullable<SyncStatus['proof']>): string {
  const { at, rows, isEqual } = proof;
  const result = t(isEqual ? 'proof.equal' : 'proof.different');
  return t('proof.line', { time: formatDateTime(at), rows: formatCount(rows), result });
}

/** The time of day for today, the day before that: "as of 09:12" must never be yesterday's 09:12. */
function shortTime(at: number, now: number): string {
  return formatDate(at) === formatDate(now) ? formatTime(at) : formatDateTime(at).slice(5);
}
