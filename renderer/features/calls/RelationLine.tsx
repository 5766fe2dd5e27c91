import { Text } from '@mantine/core';
import type { CallCard } from '#core/api/calls.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { formatMoney } from '#renderer/lib/format.ts';

/** One line on how well the client is known, what comes next with him, and how to begin where he holds nothing. */
export function RelationLine({ card, now }: { readonly card: CallCard; readonly now: number }) {
  const { t, moment } = useCallWords();
  const { strength, days, next, opensAt, advice, largeAskFromFen } = card.relation;
  const parts = [
    t(strength === 0 ? 'relation.none' : 'relation.strength', { count: strength, days }),
    next && t('relation.next', { rung: t(`rung.${next}`) }),
    opensAt !== null && t('relation.from', { when: moment(opensAt, now) }),
    advice && t(`relation.${advice}`, { amount: formatMoney(largeAskFromFen) }),
  ].filter(Boolean);
  const text = parts.join(' · ');
  return (
    <Text size="xs" c="dimmed" truncate title={text} data-relation={strength}>
      {text}
    </Text>
  );
}
