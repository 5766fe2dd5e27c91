import { useTranslation } from 'react-i18next';
import type { QueueItem } from '#core/api/calls.ts';
import { noticeWords } from '#core/risk/task-text.ts';
import type { Language } from '#core/risk/step-text.ts';
import { businessDayOf } from '#core/base/time.ts';
import { formatDate, formatMoney, formatTime } from '#renderer/lib/format.ts';

type Told = Pick<QueueItem, 'reason' | 'taskKind' | 'dueAt' | 'detail'> &
  Partial<Pick<QueueItem, 'taskText'>>;
type Verdict = QueueItem['verdict'];

/** Words for reasons, verdicts and dates of the call desk. */
export function useCallWords() {
  const { t, i18n } = useTranslation('calls');

  /** Writes a moment the short way: time only today, weekday and time within a week, date and time beyond. */
  const moment = (at: number, now: number): string => {
    const days = Math.round((Date.parse(businessDayOf(at)) - Date.parse(businessDayOf(now))) / 86_400_000);
    if (days === 0) return t('moment.today', { time: formatTime(at) });
    if (days === 1) return t('moment.tomorrow', { time: formatTime(at) });
    const weekday = new Intl.DateTimeFormat(i18n.language, { timeZone: 'Asia/Shanghai', weekday: 'short' });
    if (days > 1 && days < 7) return `${weekday.format(at)} ${formatTime(at)}`;
    return `${formatDate(at).slice(5)} ${formatTime(at)}`;
  };

  /** Says how late something is: minutes within two hours, hours within two days, then days. */
  const late = (ms: number): string => {
    const minutes = Math.floor(ms / 60_000);
    if (minutes < 120) return t('late.minutes', { count: minutes });
    return minutes < 2880
      ? t('late.hours', { count: Math.floor(minutes / 60) })
      : t('late.days', { count: Math.floor(minutes / 1440) });
  };

  /** Says why a client is to be called. */
  const reason = (told: Told, now: number): string => {
    const { taskKind, dueAt } = told;
    const due = dueAt === null ? '' : moment(dueAt, now);
    if (taskKind === 'RETRY') return t('task.RETRY', { reason: t(`reasonName.${told.reason}`) });
    if (taskKind === 'CALLBACK' && dueAt !== null && dueAt < now - 60_000) {
      return t('task.CALLBACK_LATE', { due, late: late(now - dueAt) });
    }
    // Where an hour was promised, the hour is the reason; what it is about stands beside it.
    const notice =
      taskKind === 'CALLBACK' ? null : noticeWords(told.taskText ?? '', i18n.language as Language);
    if (notice !== null) return notice;
    if (taskKind !== null) return t(`task.${taskKind}`, { due });
    return plainReason(told);
  };

  const plainReason = ({ reason, detail }: Told): string => {
    const { days, amountFen, title, at, score } = detail;
    const amount = amountFen === null ? '' : formatMoney(amountFen);
    if (reason === 'FRESH') return days === null ? t('reason.NEVER') : t('reason.FRESH', { days });
    if (reason === 'CHURN') {
      return t('reason.CHURN', {
        score,
        why: title === null ? '' : t(`churn.${title}`, { defaultValue: '' }),
      });
    }
    if (days === 0 && ['MATURITY', 'BIRTHDAY', 'GOLDEN_WINDOW', 'TEST_EXPIRING'].includes(reason)) {
      return t(`reason.${reason}_TODAY`, { amount });
    }
    const when = at === null ? '' : `${formatDate(at).slice(5)} ${formatTime(at)}`;
    return t(`reason.${reason}`, { days, amount, title, at: when });
  };

  /** Says whether a client may be called, and if not why and when again. */
  const verdict = ({ allowed, code, until }: Verdict, now: number): string => {
    if (allowed) return t('gate.OK');
    const why = t(`gate.${code}`);
    return until === null ? why : t('gate.until', { why, when: moment(until, now) });
  };

  return { t, i18n, moment, reason, verdict };
}
