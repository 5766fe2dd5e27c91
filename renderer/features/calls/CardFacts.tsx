import { Text } from '@mantine/core';
import type { CardFact } from '#core/api/calls.ts';
import classes from '#renderer/features/calls/desk.module.css';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { formatDate, formatMoney, formatTime } from '#renderer/lib/format.ts';

/** The three facts worth knowing in this call. */
export function CardFacts({ facts }: { readonly facts: readonly CardFact[] }) {
  const { t } = useCallWords();
  const told = useFactWords();
  return (
    <div className={classes['facts']}>
      {facts.map((fact) => {
        const { value, note } = told(fact);
        return (
          <div key={fact.kind} className={classes['fact']}>
            <Text size="xs" c="dimmed">
              {t(`fact.${fact.kind}`)}
            </Text>
            <Text fw={600} size="sm" truncate title={value}>
              {value}
            </Text>
            <Text size="xs" c="dimmed" truncate title={note}>
              {note || ' '}
            </Text>
          </div>
        );
      })}
    </div>
  );
}

function useFactWords(): (fact: CardFact) => { value: string; note: string } {
  const { t } = useCallWords();
  const inDays = (days: number): string => (days === 0 ? t('fact.today') : t('fact.inDays', { days }));
  return (fact) => {
    switch (fact.kind) {
      case 'AUM':
        return { value: formatMoney(fact.amountFen), note: '' };
      case 'MATURITY':
        return {
          value: formatMoney(fact.amountFen),
          note: [fact.day, fact.product].filter(Boolean).join(' · '),
        };
      case 'GOLDEN':
        return { value: inDays(fact.days), note: '' };
      case 'CHURN':
        return {
          value: t('fact.score', { score: fact.score }),
          note: fact.code === null ? '' : t(`churn.${fact.code}`, { value: fact.value }),
        };
      case 'EVENT':
        return { value: fact.title, note: `${formatDate(fact.at).slice(5)} ${formatTime(fact.at)}` };
      case 'BIRTHDAY':
        return { value: inDays(fact.days), note: fact.day.slice(5) };
      case 'ELSEWHERE':
        return { value: fact.text, note: '' };
      case 'COMPLETENESS':
        return { value: `${fact.percent}%`, note: '' };
      default:
        return {
          value: fact.days === 0 ? t('fact.today') : t('fact.daysAgo', { days: fact.days }),
          note: '',
        };
    }
  };
}
