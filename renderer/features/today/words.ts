import { useTranslation } from 'react-i18next';
import type { TodayGroup, TodayItem } from '#core/api/today.ts';
import { formatDate, formatMoney, formatTime } from '#renderer/lib/format.ts';
import { useTaskWords } from '#renderer/lib/task-words.ts';

/** Says in words why something stands on today's list. */
export function useTodayWords(): (group: TodayGroup, item: TodayItem) => string {
  const inWords = useTaskWords();
  const { t } = useTranslation(['today', 'calls', 'common', 'compliance']);
  const inDays = (days: number | null): string => (days === 0 ? t('when.today') : t('when.inDays', { days }));
  return (group, { detail, taskKind, text, over }) => {
    const { days, amountFen, at, title } = detail;
    const time = at === null ? '' : `${formatDate(at).slice(5)} ${formatTime(at)}`;
    switch (group) {
      case 'CALLBACKS':
      case 'COMPLAINTS':
      case 'TO_DO':
        return [t(`task.${taskKind}`, { time }), inWords(text)].filter(Boolean).join(' · ');
      case 'OVER_CONTACTS':
        return over === null
          ? time
          : [t(`calls:over.${over.code}`), t(`calls:channel.${over.channel}`), time, over.by]
              .filter(Boolean)
              .join(' · ');
      case 'MATURITIES':
        return `${formatMoney(amountFen ?? 0)} · ${inDays(days)}`;
      case 'GOLDEN_WINDOWS':
        return days === 0 ? t('when.lastDay') : t('when.left', { days });
      case 'GAPS':
        return text
          .split(',')
          .map((gap) => t(`compliance:gap.${gap}`))
          .join(' · ');
      case 'EVENTS':
        return t('when.event', { time: at === null ? '' : formatTime(at), expected: days, venue: title });
      default:
        return inDays(days);
    }
  };
}
