import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '#renderer/features/events/InviteOutcome.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';

type Guest = Pick<Outcome['invited'][number] | Outcome['skipped'][number], 'clientId' | 'name' | 'products'>;

interface Props {
  readonly guests: readonly Guest[];
  readonly most: number;
}

/** Guest by guest, the products of a talk that were refused or ask for steps first, each with its article. */
export function InviteProducts({ guests, most }: Props) {
  const { t } = useTranslation('events');
  const { t: risk, cite, reason } = useRiskWords();
  return (
    <List size="sm" spacing={4} data-testid="invite-products">
      {guests.slice(0, most).map(({ clientId, name, products }) => (
        <List.Item key={clientId}>
          {name ?? '—'}
          {products.map(({ productName, rule, openSteps }, index) => (
            <Text key={index} size="xs" c="dimmed">
              {productName ?? t('invite.unknownProduct')}
              {' · '}
              {openSteps.length > 0
                ? openSteps.map((step) => `${risk(`step.${step.code}`)} (${cite(step)})`).join(' · ')
                : `${reason(rule)} ${cite(rule)}`}
            </Text>
          ))}
        </List.Item>
      ))}
    </List>
  );
}
