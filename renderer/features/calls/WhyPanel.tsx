import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CallCard } from '#core/api/calls.ts';
import { PromptHead } from '#renderer/features/calls/PromptHead.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly card: CallCard;
  readonly now: number;
  readonly onCancel: () => void;
}

/** Why this client is here: every reason that applies in the order of the queue, what decides within one, and the gate. */
export function WhyPanel({ card, now, onCancel }: Props) {
  const words = useCallWords();
  const { t, moment } = words;
  const { data } = useQuery(api.calls.why.queryOptions({ input: { clientId: card.clientId } }));
  const [last] = card.lastContacts;
  return (
    <Stack gap={6} data-why role="group" aria-label={t('why.title')}>
      <PromptHead title={t('why.title')} onCancel={onCancel} />
      {(data ?? []).map((told, index) => (
        <div key={`${told.reason} ${told.dueAt}`}>
          <Text size="sm" fw={index === 0 ? 600 : 400}>
            {index + 1}. {words.reason(told, now)}
          </Text>
          {index === 0 && (
            <Text size="xs" c="dimmed">
              {t(`why.rank.${told.reason}`)}
            </Text>
          )}
        </div>
      ))}
      {data?.length === 0 && <Text size="sm">{t('reason.MANUAL')}</Text>}
      <Text size="xs" c="dimmed">
        {t('why.within')}{' '}
        {last
          ? t('why.last', { when: moment(last.at, now), outcome: t(`outcome.${last.outcome}`) })
          : t('reason.NEVER')}
      </Text>
      <Text size="xs" c="dimmed">
        {words.verdict(card.verdict, now)} ·{' '}
        {t('gate.rule', { rule: card.verdict.ruleId, version: card.verdict.policyVersion })}
      </Text>
    </Stack>
  );
}
